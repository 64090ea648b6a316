import type { Page } from "playwright-core";

/** The element that `watchDirectly` adds. */
export const directVideo = "video#direct";

/**
 * Connects the page to an avatar server by itself, beside its lesson, as the server's own page would: what it shows is what a
 * student would see without the engine. Returns the session's id.
 */
export async function watchDirectly(page: Page, serverUrl: string): Promise<string | number> {
  let sessionId: string | number | undefined;
  // The server lets no other page in.
  await page.exposeFunction("takeOffer", async (sdp: string) => {
    const body = JSON.stringify({ sdp, type: "offer" });
    const reply = await fetch(`${serverUrl}/offer`, { method: "POST", body });
    const answer = (await reply.json()) as { sdp: string; sessionid: string | number };
    sessionId = answer.sessionid;
    return answer.sdp;
  });
  await page.evaluate(connect);
  return sessionId!;
}

/** Runs in the page. */
async function connect(): Promise<void> {
  const connection = new RTCPeerConnection();
  const stream = new MediaStream();
  connection.ontrack = ({ track }) => stream.addTrack(track);
  connection.addTransceiver("audio", { direction: "recvonly" });
  connection.addTransceiver("video", { direction: "recvonly" });
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== "complete")
    await new Promise((resolve) =>
      connection.addEventListener("icegatheringstatechange", resolve, { once: true }),
    );
  const { takeOffer } = window as Window & { takeOffer?(sdp: string): Promise<string> };
  await connection.setRemoteDescription({
    type: "answer",
    sdp: await takeOffer!(connection.localDescription!.sdp),
  });
  const video = document.createElement("video");
  video.id = "direct";
  video.srcObject = stream;
  document.body.append(video);
  await video.play();
}
