"""A stand-in for Mageurite's avatar server, faithful in protocol and in faults.

  --mode fork     the Mageurite fork of LiveTalking: numeric session ids, no events, a manager beside it
  --mode newest   the newest LiveTalking: text session ids, server-sent events, sessions listed for an admin

It shows a synthetic talking head (blue at rest, a green mouth while it speaks) and sends a tone while it speaks a text, or
the sound it was given. Its first line on standard output is JSON with its addresses. Faults are switched on one by one
with POST /faults at the control address; GET /state there tells what has happened. Uses aiortc and aiohttp.
"""

import argparse
import asyncio
import fractions
import io
import json
import math
import os
import random
import re
import time
import uuid
import wave
from collections import deque

import numpy
from aiohttp import web
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from av import AudioFrame, VideoFrame

SAMPLE_RATE = 16_000
CHUNK = 320  # 20 ms
PICTURES_PER_SECOND = 25
TONE_HZ = 440

DEFAULT_FAULTS = {
    "refuse": False,  # /offer answers 200 without sdp, as when it is full
    "text500": False,  # /offer answers a plain-text 500
    "hang": False,  # /offer never answers
    "freeze": False,  # media stops, HTTP goes on
    "slow": 1,  # only every n-th picture is sent, late
    "mute": False,  # /human answers ok and nothing is ever said
    "residueMs": 200,  # composed and not yet sent: still played after an interruption
    "ghosts": False,  # a session that has ended keeps its place
    "textIds": False,  # fork only: ids as text, which it then does not know
    "startFails": False,  # /avatar/start reports the failure with HTTP 200
}


def envelope(code=0, msg="ok", **more):
    return web.json_response({"code": code, "msg": msg, **more})


def tone(seconds):
    at = numpy.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * 32767 * numpy.sin(2 * math.pi * TONE_HZ * at)).astype(numpy.int16)


def read_wav(data):
    with wave.open(io.BytesIO(data)) as file:
        samples = numpy.frombuffer(file.readframes(file.getnframes()), dtype=numpy.int16)
        samples = samples[:: file.getnchannels()]
        rate = file.getframerate()
    if rate != SAMPLE_RATE:
        at = numpy.arange(int(len(samples) * SAMPLE_RATE / rate)) * rate / SAMPLE_RATE
        samples = numpy.interp(at, numpy.arange(len(samples)), samples).astype(numpy.int16)
    return samples


class Head:
    """One session's talking head: utterances in, 20 ms of sound and pictures out, in step."""

    def __init__(self, faults):
        self.faults = faults
        self.utterances = deque()
        self.composed = deque()
        self.rest = None
        self.speaking = False
        self.mouth = False
        self.listeners = set()
        self.silence = numpy.zeros(CHUNK, dtype=numpy.int16)

    def say(self, samples, event):
        self.utterances.append((samples, event))

    def flush(self):
        """Drops what is not yet composed; what is composed is still played."""
        self.utterances.clear()
        self.rest = None

    def next_chunk(self):
        ahead = max(1, int(self.faults["residueMs"] / 20))
        while len(self.composed) < ahead:
            self.composed.append(self.compose())
        samples, speaking, events = self.composed.popleft()
        self.mouth = speaking
        for event in events:
            for listener in self.listeners:
                listener.put_nowait(event)
        return samples

    def compose(self):
        events = []
        if self.rest is None and self.utterances:
            samples, event = self.utterances.popleft()
            self.rest = (samples, 0, event)
            events.append({"status": "start", **event})
        if self.rest is None:
            self.speaking = False
            return self.silence, False, events
        samples, at, event = self.rest
        chunk = samples[at : at + CHUNK]
        self.speaking = True
        if at + 2 * CHUNK > len(samples):  # a tail shorter than a chunk is dropped
            events.append({"status": "end", **event})
            self.rest = None
        else:
            self.rest = (samples, at + CHUNK, event)
        return (chunk if len(chunk) == CHUNK else self.silence), True, events


class PacedTrack(MediaStreamTrack):
    def __init__(self, head, seconds):
        super().__init__()
        self.head = head
        self.seconds = seconds
        self.count = 0
        self.started = None

    async def pace(self):
        if self.started is None:
            self.started = time.monotonic()
        wait = self.started + self.count * self.seconds - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        while self.head.faults["freeze"]:
            await asyncio.sleep(0.02)
            self.started = time.monotonic() - self.count * self.seconds
        self.count += 1
        return self.count - 1


class Sound(PacedTrack):
    kind = "audio"

    async def recv(self):
        number = await self.pace()
        frame = AudioFrame(format="s16", layout="mono", samples=CHUNK)
        frame.planes[0].update(self.head.next_chunk().tobytes())
        frame.sample_rate = SAMPLE_RATE
        frame.pts = number * CHUNK
        frame.time_base = fractions.Fraction(1, SAMPLE_RATE)
        return frame


class Pictures(PacedTrack):
    kind = "video"

    async def recv(self):
        number = await self.pace()
        slow = int(self.head.faults["slow"])
        while number % slow:
            number = await self.pace()
        frame = VideoFrame.from_ndarray(self.draw(number), format="rgb24")
        frame.pts = number * 90_000 // PICTURES_PER_SECOND
        frame.time_base = fractions.Fraction(1, 90_000)
        return frame

    def draw(self, number):
        picture = numpy.zeros((256, 256, 3), dtype=numpy.uint8)
        picture[:, :] = (20, 40, 200)
        if self.head.mouth:
            picture[144:208, 80:176] = (20, 220, 40)
        # Something moves in every picture, as in a living face.
        at = number * 4 % 240
        picture[8:24, at : at + 16] = (250, 250, 250)
        return picture


class MediaServer:
    def __init__(self, mode, faults, max_sessions):
        self.mode = mode
        self.faults = faults
        self.max_sessions = max_sessions
        self.sessions = {}
        self.ghosts = 0
        self.calls = []
        self.offers = 0
        self.said = []

    def routes(self, app):
        post = app.router.add_post
        post("/offer", self.offer)
        post("/human", self.human)
        post("/humanaudio", self.human_audio)
        post("/interrupt_talk", self.interrupt_talk)
        post("/is_speaking", self.is_speaking)
        if self.mode == "newest":
            app.router.add_get("/sse", self.events)
            app.router.add_get("/api/admin/sessions", self.list_sessions)
            app.router.add_get("/api/admin/config", self.config)
        else:
            app.router.add_get("/health", self.health)

    @property
    def places_taken(self):
        return len(self.sessions) + self.ghosts

    async def offer(self, request):
        self.offers += 1
        if self.faults["hang"]:
            await asyncio.sleep(3600)
        if self.faults["text500"]:
            return web.Response(status=500, text="500 Internal Server Error\n\nServer got itself in trouble")
        params = await request.json()
        description = RTCSessionDescription(sdp=params["sdp"], type=params["type"])
        if self.faults["refuse"] or self.places_taken >= self.max_sessions:
            if self.mode == "fork":
                return envelope(-1, "reach max session")
            return envelope(-1, f"Maximum session limit reached ({self.places_taken}/{self.max_sessions})")
        session_id = self.new_id()
        head = Head(self.faults)
        pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.sessions[session_id] = (pc, head)

        @pc.on("connectionstatechange")
        async def changed():
            if pc.connectionState in ("failed", "closed"):
                await self.end(session_id, pc)

        pc.addTrack(Sound(head, CHUNK / SAMPLE_RATE))
        pc.addTrack(Pictures(head, 1 / PICTURES_PER_SECOND))
        codecs = RTCRtpSender.getCapabilities("video").codecs
        preferred = [each for name in ("H264", "VP8", "rtx") for each in codecs if each.name == name]
        pc.getTransceivers()[1].setCodecPreferences(preferred)
        await pc.setRemoteDescription(description)
        await pc.setLocalDescription(await pc.createAnswer())
        dtls = pc.getTransceivers()[0].sender.transport

        @dtls.on("statechange")
        async def left():
            # From 1.5 on aiortc itself ends a connection whose client has said goodbye.
            if dtls.state == "closed":
                await self.end(session_id, pc)

        answer = {"sdp": pc.localDescription.sdp, "type": pc.localDescription.type}
        told = str(session_id) if self.faults["textIds"] else session_id
        return web.json_response({**answer, "sessionid": told})

    def new_id(self):
        return random.randint(100_000, 999_999) if self.mode == "fork" else str(uuid.uuid4())

    async def end(self, session_id, pc):
        if self.sessions.pop(session_id, None) and self.faults["ghosts"]:
            self.ghosts += 1
        await pc.close()

    def unknown(self, session_id):
        # The fork answers with the text of a KeyError.
        return envelope(-1, "session not found" if self.mode == "newest" else repr(session_id))

    def head_of(self, session_id):
        found = self.sessions.get(session_id)
        return found and found[1]

    async def human(self, request):
        params = await request.json()
        head = self.head_of(params.get("sessionid"))
        if head is None:
            return self.unknown(params.get("sessionid"))
        for needed in ("type", "text"):
            if needed not in params:
                return envelope(-1, f"'{needed}'")
        if params.get("interrupt"):
            head.flush()
        if params["type"] == "echo" and params["text"] and not self.faults["mute"]:
            text = params["text"]
            self.said.append(text)
            seconds = max(0.4, 0.06 * len(text))
            head.say(tone(seconds), {"text": text})
        return envelope()

    async def human_audio(self, request):
        form = await request.post()
        session_id = form.get("sessionid")
        if self.mode == "fork":
            session_id = int(session_id)
        head = self.head_of(session_id)
        if head is None:
            return self.unknown(session_id)
        try:
            samples = read_wav(form["file"].file.read())
        except (wave.Error, EOFError, KeyError) as error:
            return envelope(-1, str(error))
        if not self.faults["mute"]:
            self.said.append(f"{len(samples) * 1000 // SAMPLE_RATE} ms of sound")
            head.say(samples, {})
        return envelope()

    async def interrupt_talk(self, request):
        params = await request.json()
        self.calls.append("interrupt_talk")
        head = self.head_of(params.get("sessionid"))
        if head is None:
            return self.unknown(params.get("sessionid"))
        head.flush()
        return envelope()

    async def is_speaking(self, request):
        params = await request.json()
        head = self.head_of(params.get("sessionid"))
        if head is None:
            if self.mode == "fork":
                return web.Response(status=500, text="500 Internal Server Error")
            return envelope(-1, "session not found")
        if self.mode == "fork":
            return web.json_response({"code": 0, "data": head.speaking})
        return envelope(data=head.speaking)

    async def events(self, request):
        head = self.head_of(request.query.get("sessionid"))
        if head is None:
            return envelope(-1, "session not found")
        response = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        queue = asyncio.Queue()
        head.listeners.add(queue)
        try:
            while True:
                event = await queue.get()
                await response.write(f"data: {json.dumps(event)}\n\n".encode())
        finally:
            head.listeners.discard(queue)

    async def list_sessions(self, _request):
        sessions = [{"sessionid": each, "speaking": head.speaking} for each, (_, head) in self.sessions.items()]
        return envelope(data={"sessions": sessions})

    async def config(self, _request):
        return envelope(data={"config": {"max_session": self.max_sessions, "model": "stand-in"}})

    async def health(self, _request):
        state = {"status": "healthy", "service": "webrtc"}
        return web.json_response({**state, "sessions": len(self.sessions), "max_sessions": self.max_sessions})

    async def drop_all(self):
        """As kill -9 would: nobody is told, nothing is left."""
        for pc, _ in list(self.sessions.values()):
            for transceiver in pc.getTransceivers():
                await transceiver.sender.stop()
            await pc.sctp.stop() if pc.sctp else None
            await pc.getTransceivers()[0].sender.transport.transport.stop()
        self.sessions.clear()


class Manager:
    """Avatar management of the fork. `start` restarts the media server and answers before it can be reached."""

    def __init__(self, server, faults, restart_media):
        self.server = server
        self.faults = faults
        self.restart_media = restart_media
        self.avatars = {"anna": b"", "ben": b""}
        self.running = "anna"

    def routes(self, app):
        app.router.add_get("/avatar/get_avatars", self.list)
        app.router.add_post("/avatar/preview", self.preview)
        app.router.add_post("/avatar/add", self.add)
        app.router.add_post("/avatar/delete", self.delete)
        app.router.add_post("/avatar/start", self.start)

    async def list(self, _request):
        return web.json_response({"status": "success", "avatars": list(self.avatars)})

    async def preview(self, request):
        form = await request.post()
        if form.get("avatar_name") not in self.avatars:
            return web.json_response({"detail": "Avatar not found"}, status=404)
        return web.Response(body=bytes.fromhex(PREVIEW_PNG), content_type="image/png")

    async def add(self, request):
        form = await request.post()
        face = form.get("prompt_face")
        if face is None or not re.search(r"\.(mp4|avi|mov|mkv)$", getattr(face, "filename", "")):
            return web.json_response({"detail": "Unsupported video format"}, status=400)
        data = face.file.read()
        if not data:
            return web.json_response({"detail": "Empty file"}, status=400)
        # The whole manager hangs while it works.
        time.sleep(0.2)
        self.avatars[form["name"]] = data
        return web.json_response({"status": "success", "message": "Avatar created", "image_path": "full_imgs"})

    async def delete(self, request):
        form = await request.post()
        if form.get("name") not in self.avatars:
            message = "Error occurred during avatar deletion: 404: Avatar not found"
            return web.json_response({"status": "error", "message": message})
        del self.avatars[form["name"]]
        return web.json_response({"status": "success", "message": "Avatar deleted"})

    async def start(self, request):
        form = await request.post()
        if form.get("avatar_name") not in self.avatars:
            return web.json_response({"detail": "Avatar not found"}, status=400)
        if self.faults["startFails"]:
            return web.json_response({"status": "error", "message": "process died"})
        self.running = form["avatar_name"]
        await self.restart_media()
        message = f"{self.running} service started on port 8615"
        return web.json_response({"status": "success", "message": message})


# One grey pixel.
PREVIEW_PNG = (
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


class Listener:
    """Serves routes on one address that stays the same when it is closed and opened again."""

    def __init__(self, add_routes, client_max_size=100 * 1024 * 1024):
        self.add_routes = add_routes
        self.client_max_size = client_max_size
        self.port = 0
        self.runner = None

    async def open(self):
        app = web.Application(client_max_size=self.client_max_size)
        self.add_routes(app)
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", self.port, shutdown_timeout=0.1, reuse_address=True)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]

    async def close(self):
        await self.runner.cleanup()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=("fork", "newest"), required=True)
    parser.add_argument("--max-sessions", type=int, default=8)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--restart-seconds", type=float, default=1.0)
    options = parser.parse_args()
    faults = dict(DEFAULT_FAULTS)
    server = MediaServer(options.mode, faults, options.max_sessions)
    media = Listener(server.routes)
    media.port = options.port

    async def restart_media():
        await media.close()
        await server.drop_all()

        async def return_later():
            await asyncio.sleep(options.restart_seconds)
            await media.open()

        asyncio.ensure_future(return_later())

    manager = Manager(server, faults, restart_media)
    managing = Listener(manager.routes)

    async def set_faults(request):
        changes = await request.json()
        unknown = set(changes) - set(faults)
        if unknown:
            return web.Response(status=400, text=f"unknown faults: {unknown}")
        faults.update(changes)
        return web.json_response(faults)

    async def get_state(_request):
        state = {"sessions": len(server.sessions), "ghosts": server.ghosts, "offers": server.offers}
        running = {"avatars": list(manager.avatars), "running": manager.running}
        return web.json_response({**state, **running, "calls": server.calls, "said": server.said})

    async def say_to_all(request):
        """In every session at the same moment, as nobody's API can."""
        text = (await request.json())["text"]
        for _, head in server.sessions.values():
            head.say(tone(max(0.4, 0.06 * len(text))), {"text": text})
        return web.json_response({"sessions": len(server.sessions)})

    def control_routes(app):
        app.router.add_post("/say", say_to_all)
        app.router.add_post("/faults", set_faults)
        app.router.add_get("/state", get_state)

    control = Listener(control_routes)
    await media.open()
    await control.open()
    addresses = {"url": media.url, "controlUrl": control.url}
    if options.mode == "fork":
        await managing.open()
        addresses["managerUrl"] = managing.url
    print(json.dumps(addresses), flush=True)

    # Ends with whoever started it.
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(1)
    os._exit(0)


asyncio.run(main())
