import type { Replicas } from "../_support/replicas.ts";

const pagesAtOnce = 4;
/** Two hundred requests a second at most: the load is to be steady, not heavy. */
const pauseMs = 20;

/** What students' pages ask of the entrance, again and again. */
export interface RequestLoad {
  readonly count: number;
  stop(): Promise<{ count: number; failures: string[] }>;
}

export async function startRequests({ url, backend, tutorId }: Replicas): Promise<RequestLoad> {
  const tutor = `${url}/api/tutors/${tutorId}`;
  const path = { tutorId };
  let ticket = "";
  const renew = async () => {
    const { data } = await backend.guest.POST("/api/tutors/{tutorId}/visits", { params: { path }, body: {} });
    ticket = data!.ticket;
  };
  await renew();
  const page = await (await fetch(`${url}/tutors/${tutorId}`)).text();
  const [asset] = /\/student\/[\w.-]+/.exec(page)!;
  const question = () => ({ method: "POST", body: JSON.stringify({ message: "What is light?" }) });
  const kinds: readonly (() => Promise<Response>)[] = [
    () => fetch(`${url}/tutors/${tutorId}`),
    () => fetch(url + asset),
    () => fetch(`${url}/tutors/${tutorId}/poster`),
    () => ask(`${tutor}/ice-servers`),
    () => ask(`${tutor}/chat`, question()),
    () => ask(`${tutor}/chat/stream`, question()),
  ];
  const ask = (address: string, init: RequestInit = {}) =>
    fetch(address, {
      ...init,
      headers: { authorization: `Bearer ${ticket}`, "content-type": "application/json" },
    });
  const stop = new AbortController();
  const failures: string[] = [];
  let count = 0;
  const visit = async () => {
    while (!stop.signal.aborted) {
      const kind = kinds[count % kinds.length]!;
      count++;
      try {
        const response = await kind();
        const text = await response.text();
        const isWhole =
          !response.headers.get("content-type")?.startsWith("text/event-stream") || text.includes('"done"');
        if (response.status !== 200 || !isWhole)
          failures.push(`${response.status} ${response.url} ${text.slice(-200)}`);
      } catch (error) {
        failures.push(String(error));
      }
      await Bun.sleep(pauseMs);
    }
  };
  const visits = Array.from({ length: pagesAtOnce }, visit);
  return {
    get count() {
      return count;
    },
    async stop() {
      stop.abort();
      await Promise.all(visits);
      return { count, failures };
    },
  };
}
