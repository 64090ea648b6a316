"""aiortc's own relay, to compare ours with: each viewer gets a session of an avatar server through a MediaRelay.

Its first line on standard output is JSON with its address, which answers offers at /offer as the avatar server does.
"""

import asyncio
import json
import os
import re
import sys

from aiohttp import ClientSession, web
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaRelay

connections = set()


async def pull(url):
    """The tracks of a new session of the avatar server."""
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    connections.add(connection)
    for kind in ("audio", "video"):
        connection.addTransceiver(kind, direction="recvonly")
    await connection.setLocalDescription(await connection.createOffer())
    # Without header extensions: in a bundle aiortc 1.4 takes those of sound for those of pictures.
    sdp = re.sub(r"a=extmap:.*\r\n", "", connection.localDescription.sdp)
    offer = {"sdp": sdp, "type": "offer"}
    async with ClientSession() as http, http.post(f"{url}/offer", json=offer) as reply:
        answer = await reply.json(content_type=None)
    await connection.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
    return [transceiver.receiver.track for transceiver in connection.getTransceivers()]


async def main(url):
    async def offer(request):
        params = await request.json()
        viewer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        connections.add(viewer)
        relay = MediaRelay()
        for track in await pull(url):
            viewer.addTrack(relay.subscribe(track))
        await viewer.setRemoteDescription(RTCSessionDescription(params["sdp"], params["type"]))
        await viewer.setLocalDescription(await viewer.createAnswer())
        return web.json_response({"sdp": viewer.localDescription.sdp, "type": "answer"})

    app = web.Application()
    app.router.add_post("/offer", offer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    print(json.dumps({"url": f"http://127.0.0.1:{port}"}), flush=True)
    # Ends with whoever started it.
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(1)
    os._exit(0)


asyncio.run(main(sys.argv[1]))
