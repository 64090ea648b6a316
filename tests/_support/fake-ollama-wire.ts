import type { Socket } from "bun";

/** One HTTP request, read completely. `left` aborts when the client closes the connection. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly left: AbortSignal;
}

/** The answer on its way. Nothing is sent before `head`. */
export interface WireAnswer {
  head(status: number, headers: Readonly<Record<string, string>>): void;
  /** One chunk of a chunked body; `pieceBytes` cuts it into TCP writes of that size. */
  chunk(bytes: Uint8Array, pieceBytes?: number): Promise<void>;
  /** Ends a chunked body as it should end. */
  end(): void;
  /** A whole answer with a length. */
  send(status: number, body: string, headers?: Readonly<Record<string, string>>): void;
  /** Closes the connection in the middle of whatever is being sent. */
  reset(): void;
}

export type WireHandler = (request: WireRequest, answer: WireAnswer) => Promise<void>;

export interface WireServer {
  readonly port: number;
  readonly connections: number;
  /** Stops listening and closes every connection. */
  stop(): void;
}

interface Connection {
  received: Buffer;
  unsent: Buffer;
  busy: boolean;
  /** To be closed when everything is sent. */
  ending: boolean;
  readonly left: AbortController;
}

const requestBytesMax = 8 * 1024 * 1024;
const reasons: Record<number, string> = { 200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found" };

/**
 * HTTP/1.1 over bare TCP: the test decides what goes into which segment, sees the client leave, and
 * can break the connection anywhere, none of which an HTTP server allows.
 */
export function listenOnWire(handler: WireHandler, port = 0): WireServer {
  const sockets = new Set<Socket<Connection>>();
  const listener = Bun.listen<Connection>({
    hostname: "127.0.0.1",
    port,
    socket: {
      open(socket) {
        socket.data = {
          received: Buffer.alloc(0),
          unsent: Buffer.alloc(0),
          busy: false,
          ending: false,
          left: new AbortController(),
        };
        socket.setNoDelay(true);
        sockets.add(socket);
      },
      data(socket, bytes) {
        const connection = socket.data;
        connection.received = Buffer.concat([connection.received, bytes]);
        if (connection.received.length > requestBytesMax) socket.terminate();
        else serve(socket, handler);
      },
      drain(socket) {
        const rest = socket.data.unsent;
        socket.data.unsent = Buffer.alloc(0);
        write(socket, rest);
        endWhenSent(socket);
      },
      end(socket) {
        socket.end();
      },
      error(socket) {
        socket.data.left.abort();
      },
      close(socket) {
        sockets.delete(socket);
        socket.data.left.abort();
      },
    },
  });
  return {
    port: listener.port,
    get connections() {
      return sockets.size;
    },
    stop() {
      listener.stop(true);
      for (const socket of sockets) socket.terminate();
    },
  };
}

function serve(socket: Socket<Connection>, handler: WireHandler): void {
  const connection = socket.data;
  if (connection.busy) return;
  const request = readRequest(connection);
  if (!request) return;
  connection.busy = true;
  const answer = answerOn(socket, request);
  handler(request, answer).then(
    () => {
      connection.busy = false;
      connection.ending = request.headers.get("connection")?.toLowerCase() === "close";
      if (connection.ending) endWhenSent(socket);
      else serve(socket, handler);
    },
    () => socket.terminate(),
  );
}

function readRequest(connection: Connection): WireRequest | undefined {
  const headEnd = connection.received.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [first = "", ...lines] = connection.received.subarray(0, headEnd).toString("latin1").split("\r\n");
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const bodyEnd = headEnd + 4 + Number(headers.get("content-length") ?? 0);
  if (connection.received.length < bodyEnd) return undefined;
  const body = connection.received.subarray(headEnd + 4, bodyEnd).toString("utf8");
  connection.received = connection.received.subarray(bodyEnd);
  const [method = "", path = ""] = first.split(" ");
  return { method, path, headers, body, left: connection.left.signal };
}

function answerOn(socket: Socket<Connection>, request: WireRequest): WireAnswer {
  const keep = request.headers.get("connection")?.toLowerCase() === "close" ? "close" : "keep-alive";
  const head = (status: number, headers: Readonly<Record<string, string>>) => {
    const lines = Object.entries({ ...headers, Connection: keep }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    write(
      socket,
      Buffer.from(`HTTP/1.1 ${status} ${reasons[status] ?? "Status"}\r\n${lines.join("\r\n")}\r\n\r\n`),
    );
  };
  return {
    head: (status, headers) => head(status, { ...headers, "Transfer-Encoding": "chunked" }),
    async chunk(bytes, pieceBytes = bytes.length + 32) {
      const framed = Buffer.concat([
        Buffer.from(`${bytes.length.toString(16)}\r\n`),
        bytes,
        Buffer.from("\r\n"),
      ]);
      for (let from = 0; from < framed.length; from += pieceBytes) {
        write(socket, framed.subarray(from, from + pieceBytes));
        // Lets the client read each piece for itself.
        if (from + pieceBytes < framed.length) await new Promise((done) => setImmediate(done));
      }
    },
    end: () => write(socket, Buffer.from("0\r\n\r\n")),
    send(status, body, headers = {}) {
      head(status, { ...headers, "Content-Length": String(Buffer.byteLength(body)) });
      if (request.method !== "HEAD") write(socket, Buffer.from(body));
    },
    reset: () => socket.terminate(),
  };
}

function endWhenSent(socket: Socket<Connection>): void {
  if (socket.data.ending && socket.data.unsent.length === 0) socket.end();
}

function write(socket: Socket<Connection>, bytes: Uint8Array): void {
  const connection = socket.data;
  if (connection.unsent.length > 0) {
    connection.unsent = Buffer.concat([connection.unsent, bytes]);
    return;
  }
  const sent = Math.max(0, socket.write(bytes));
  if (sent < bytes.length) connection.unsent = Buffer.from(bytes.subarray(sent));
}
