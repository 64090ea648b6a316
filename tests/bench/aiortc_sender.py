"""Sends pictures and sound by aiortc to whoever posts an offer to /offer, each session with an encoder of its own.

Its first line on standard output is JSON with its address. Uses aiortc, aiohttp, numpy and PyAV.
"""

import asyncio
import fractions
import json
import time

import av
import numpy
from aiohttp import web
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack

SIZE = 512
PICTURES_PER_SECOND = 25


def draw():
    """A second of pictures in which about a fifth moves gently, as a talking head does."""
    rows, columns = numpy.mgrid[0:SIZE, 0:SIZE]
    still = ((rows // 2 + columns // 3) % 200 + 20).astype(numpy.uint8)
    pictures = []
    for number in range(PICTURES_PER_SECOND):
        luma = still.copy()
        shift = int(6 * numpy.sin(2 * numpy.pi * number / PICTURES_PER_SECOND))
        luma[150:350, 150:370] = numpy.roll(still, shift, axis=0)[150:350, 150:370]
        chroma = numpy.full((SIZE // 2, SIZE), 128, numpy.uint8)
        frame = av.VideoFrame.from_ndarray(numpy.concatenate([luma, chroma]), format="yuv420p")
        pictures.append(frame)
    return pictures


class Pictures(MediaStreamTrack):
    kind = "video"

    def __init__(self, pictures):
        super().__init__()
        self.pictures = pictures
        self.number = 0
        self.started = time.monotonic()

    async def recv(self):
        wait = self.started + self.number / PICTURES_PER_SECOND - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        frame = self.pictures[self.number % len(self.pictures)]
        frame.pts = self.number * 90000 // PICTURES_PER_SECOND
        frame.time_base = fractions.Fraction(1, 90000)
        self.number += 1
        return frame


async def main():
    pictures = draw()
    peers = set()

    async def offer(request):
        peer = RTCPeerConnection()
        peers.add(peer)
        peer.addTrack(Pictures(pictures))
        peer.addTrack(AudioStreamTrack())
        sdp = (await request.json())["sdp"]
        await peer.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        await peer.setLocalDescription(await peer.createAnswer())
        return web.json_response({"sdp": peer.localDescription.sdp})

    app = web.Application()
    app.router.add_post("/offer", offer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    print(json.dumps({"url": f"http://127.0.0.1:{port}"}), flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
