import type { MediaTransport } from "./media-path.ts";
import type { Peer, PeerStats } from "./peer.ts";

export interface MediaFigures {
  audioPackets: number;
  videoPackets: number;
  pictures: number;
  picturesDropped: number;
  packetsLost: number;
  retransmits: number;
}

/** What was sent to all peers since the process started, those that have gone included. */
export class MediaTotals {
  readonly #live = new Set<Pick<Peer, "stats">>();
  readonly #gone: MediaFigures = noFigures();

  add(peer: Pick<Peer, "stats" | "closed">): void {
    this.#live.add(peer);
    void peer.closed.then(() => {
      this.#live.delete(peer);
      addTo(this.#gone, peer.stats());
    });
  }

  /** Peers that are there, by how they reach us. A relay looks like any peer of UDP. */
  byTransport(): Record<MediaTransport, number> {
    const found = { udp: 0, tcp: 0 };
    for (const { transport } of [...this.#live].map((peer) => peer.stats()))
      if (transport) found[transport]++;
    return found;
  }

  /** How the links of the peers that are there fare, as far as their browsers have told. */
  links(): { roundTripMs: number; lostShare: number }[] {
    return [...this.#live]
      .map((peer) => peer.stats())
      .flatMap(({ roundTripMs, video }) =>
        roundTripMs === undefined ? [] : [{ roundTripMs, lostShare: video.lostShare }],
      );
  }

  read(): MediaFigures {
    const total = { ...this.#gone };
    for (const peer of this.#live) addTo(total, peer.stats());
    return total;
  }
}

const noFigures = (): MediaFigures => ({
  audioPackets: 0,
  videoPackets: 0,
  pictures: 0,
  picturesDropped: 0,
  packetsLost: 0,
  retransmits: 0,
});

function addTo(total: MediaFigures, { audio, video }: PeerStats): void {
  total.audioPackets += audio.packets;
  total.videoPackets += video.packets;
  total.pictures += video.pictures;
  total.picturesDropped += video.picturesDropped;
  // The receiver's count falls below zero when packets arrive twice (RFC 3550, section 6.4.1).
  total.packetsLost += Math.max(0, audio.lost) + Math.max(0, video.lost);
  total.retransmits += video.retransmitsSent;
}
