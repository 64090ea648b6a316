import { expect, test } from "bun:test";
import { MediaTotals } from "./media-totals.ts";
import type { CloseReason, PeerStats } from "./peer.ts";

function startPeer() {
  const closed = Promise.withResolvers<CloseReason>();
  const stats: PeerStats = {
    audio: { packets: 10, bytes: 0, lost: -1, lostShare: 0 },
    video: {
      packets: 20,
      bytes: 0,
      lost: 2,
      lostShare: 0,
      pictures: 5,
      picturesDropped: 1,
      picturesQueued: 0,
      keyPicturesWanted: 0,
      retransmitsSent: 3,
      retransmitsDropped: 0,
    },
    transport: "udp",
    roundTripMs: undefined,
    remb: undefined,
    messagesRefused: 0,
  };
  return { peer: { stats: () => stats, closed: closed.promise }, stats, close: () => closed.resolve("left") };
}

test("peers are counted by the way that they take, once they have one", async () => {
  const totals = new MediaTotals();
  const [first, second, third] = [startPeer(), startPeer(), startPeer()];
  for (const { peer } of [first, second, third]) totals.add(peer);
  second.stats.transport = "tcp";
  third.stats.transport = undefined;
  expect(totals.byTransport()).toEqual({ udp: 1, tcp: 1 });
  second.close();
  await second.peer.closed;
  expect(totals.byTransport()).toEqual({ udp: 1, tcp: 0 });
});

test("links are told of once the browser has told of them", () => {
  const totals = new MediaTotals();
  const [first, second] = [startPeer(), startPeer()];
  for (const { peer } of [first, second]) totals.add(peer);
  second.stats.roundTripMs = 40;
  second.stats.video.lostShare = 0.25;
  expect(totals.links()).toEqual([{ roundTripMs: 40, lostShare: 0.25 }]);
});

test("peers that have gone stay in the totals, which never fall", async () => {
  const totals = new MediaTotals();
  const first = startPeer();
  const second = startPeer();
  totals.add(first.peer);
  totals.add(second.peer);
  expect(totals.read()).toEqual({
    audioPackets: 20,
    videoPackets: 40,
    pictures: 10,
    picturesDropped: 2,
    packetsLost: 4,
    retransmits: 6,
  });
  first.close();
  await first.peer.closed;
  second.stats.audio.packets = 11;
  expect(totals.read().audioPackets).toBe(21);
});
