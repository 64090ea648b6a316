"""A stand-in for Mageurite's avatar server, faithful in protocol and in faults.

  --mode fork     the Mageurite fork of LiveTalking: numeric session ids, no events, a manager beside it
  --mode newest   the newest LiveTalking: text session ids, server-sent events, an admin's view, avatars made in tasks

It shows a synthetic talking head (blue at rest, a green mouth while it speaks) and sends a tone while it speaks a text, or
the sound it was given. Its first line on standard output is JSON with its addresses. Faults are switched on one by one
with POST /faults at the control address; GET /state there tells what has happened. Uses aiortc and aiohttp.
"""

import argparse
import asyncio
import json
import os
import random
import time
import uuid
import wave

from aiohttp import web
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription

from mageurite_avatars import Manager, Tasks, envelope
from mageurite_head import CHUNK, PICTURES_PER_SECOND, SAMPLE_RATE, Head, Pictures, Sound, read_wav, tone

DEFAULT_FAULTS = {
    "refuse": False,  # /offer answers 200 without sdp, as when it is full
    "text500": False,  # /offer answers a plain-text 500
    "hang": False,  # /offer never answers
    "buildMs": 0,  # a session takes this long to be built, and does not count until then
    "codec": "",  # "H264" or "VP8": the only one it has; an offer without it costs a place for good
    "grain": 0,  # noise in the pictures, so that they cost what those of a camera do
    "freeze": False,  # media stops, HTTP goes on
    "blind": False,  # pictures stop, sound and HTTP go on
    "slow": 1,  # only every n-th picture is sent, late
    "mute": False,  # /human answers ok and nothing is ever said
    "residueMs": 200,  # composed and not yet sent: still played after an interruption
    "deaf": False,  # /interrupt_talk answers ok and nothing is interrupted
    "ghosts": False,  # a session that has ended keeps its place
    "endsStallMs": 0,  # when a session ends everybody's pictures stand still for so long
    "eventsAsJson": False,  # newest only: /sse answers JSON instead of a stream
    "askingFails": False,  # /is_speaking answers a plain-text 500
    "textIds": False,  # fork only: ids as text, which it then does not know
    "startFails": False,  # /avatar/start reports the failure with HTTP 200
    "taskFails": False,  # newest only: no face is found in the video
}


class MediaServer:
    def __init__(self, mode, faults, max_sessions):
        self.mode = mode
        self.faults = faults
        self.max_sessions = max_sessions
        self.sessions = {}
        self.placeholders = 0
        self.ghosts = 0
        self.goodbyes = 0
        self.avatars = {}
        self.calls = []
        self.asked = 0
        self.offers = 0
        self.said = []
        self.avatar = "default"
        self.tasks = Tasks(faults) if mode == "newest" else None

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
            self.tasks.routes(app)
        else:
            app.router.add_get("/health", self.health)

    @property
    def places_taken(self):
        # The fork counts sessions that are being built as well.
        return len(self.sessions) + self.ghosts + (self.placeholders if self.mode == "fork" else 0)

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
        avatar = params.get("avatar") if self.mode == "newest" else None
        if avatar is not None and avatar not in self.known_avatars():
            # What is left behind is not counted.
            return web.Response(status=500, text="500 Internal Server Error")
        session_id = self.new_id()
        self.placeholders += 1
        await asyncio.sleep(self.faults["buildMs"] / 1000)
        self.placeholders -= 1
        head = Head(self.faults)
        pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.sessions[session_id] = (pc, head)
        self.avatars[session_id] = avatar

        @pc.on("connectionstatechange")
        async def changed():
            if pc.connectionState in ("failed", "closed"):
                await self.end(session_id, pc)

        pc.addTrack(Sound(head, CHUNK / SAMPLE_RATE))
        pc.addTrack(Pictures(head, 1 / PICTURES_PER_SECOND))
        codecs = RTCRtpSender.getCapabilities("video").codecs
        names = [self.faults["codec"]] if self.faults["codec"] else ["H264", "VP8"]
        preferred = [each for name in [*names, "rtx"] for each in codecs if each.name == name]
        pc.getTransceivers()[1].setCodecPreferences(preferred)
        try:
            await pc.setRemoteDescription(description)
        except Exception:
            # The session keeps its place, and nobody will ever end it.
            return web.Response(status=500, text="500 Internal Server Error")
        await pc.setLocalDescription(await pc.createAnswer())
        dtls = pc.getTransceivers()[0].sender.transport

        @dtls.on("statechange")
        async def left():
            # From 1.5 on aiortc itself ends a connection whose client has said goodbye.
            if dtls.state == "closed" and session_id in self.sessions:
                self.goodbyes += 1
                await self.end(session_id, pc)

        answer = {"sdp": pc.localDescription.sdp, "type": pc.localDescription.type}
        told = str(session_id) if self.faults["textIds"] else session_id
        return web.json_response({**answer, "sessionid": told})

    def new_id(self):
        return random.randint(100_000, 999_999) if self.mode == "fork" else str(uuid.uuid4())

    async def end(self, session_id, pc):
        if self.sessions.pop(session_id, None) and self.faults["ghosts"]:
            self.ghosts += 1
        self.avatars.pop(session_id, None)
        await pc.close()
        # It joins its threads in the event loop.
        time.sleep(self.faults["endsStallMs"] / 1000)

    def unknown(self, session_id):
        # The fork answers with the text of a KeyError.
        return envelope(-1, "session not found" if self.mode == "newest" else repr(session_id))

    def known_avatars(self):
        return {self.avatar, *(self.tasks.made if self.tasks else ())}

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
            self.calls.append("interrupt by text")
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
        if not self.faults["deaf"]:
            head.flush()
        return envelope()

    async def is_speaking(self, request):
        params = await request.json()
        self.asked += 1
        head = self.head_of(params.get("sessionid"))
        if self.faults["askingFails"]:
            return web.Response(status=500, text="500 Internal Server Error")
        if head is None:
            if self.mode == "fork":
                return web.Response(status=500, text="500 Internal Server Error")
            return envelope(-1, "session not found")
        if self.mode == "fork":
            return web.json_response({"code": 0, "data": head.speaking})
        return envelope(data=head.speaking)

    async def events(self, request):
        head = self.head_of(request.query.get("sessionid"))
        if head is None or self.faults["eventsAsJson"]:
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
        sessions = [
            {"sessionid": each, "speaking": head.speaking, "avatar_id": self.avatars.get(each) or self.avatar}
            for each, (_, head) in self.sessions.items()
        ]
        return envelope(data={"sessions": sessions})

    async def config(self, _request):
        config = {"max_session": self.max_sessions, "model": "musetalk", "avatar_id": self.avatar}
        return envelope(data={"config": config})

    def senders(self):
        """The sender of pictures of each session."""
        return [pc.getTransceivers()[1].sender for pc, _ in self.sessions.values()]

    def bit_rates(self):
        encoders = [getattr(sender, "_RTCRtpSender__encoder", None) for sender in self.senders()]
        return [getattr(encoder, "target_bitrate", None) for encoder in encoders]

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
        counts = {"sessions": len(server.sessions), "ghosts": server.ghosts, "offers": server.offers}
        more = {"goodbyes": server.goodbyes, "asked": server.asked, "bitRates": server.bit_rates()}
        shown = {"running": manager.running, "shown": list(server.avatars.values())}
        made = {"avatars": list(manager.avatars), "tasks": list(server.tasks.tasks) if server.tasks else []}
        told = {"calls": server.calls, "said": server.said}
        return web.json_response({**counts, **more, **shown, **made, **told})

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
