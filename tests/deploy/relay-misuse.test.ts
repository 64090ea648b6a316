import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";
import { iceServersFor } from "../../engine/sessions/ice-servers.ts";
import { type Coturn, startCoturn } from "../_support/coturn.ts";
import { freePort } from "../_support/product.ts";
import { TurnClient, type TurnServer } from "../_support/turn-client.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const secret = "a-secret-that-relay-and-engine-share";
const firstEngine = "172.30.41.128";
let relay: Coturn;
let port: number;
let tlsPort: number;
beforeAll(async () => {
  [port, tlsPort] = [await freePort(), await freePort()];
  relay = await startCoturn({
    secret,
    peers: "172.30.41.128-172.30.41.255",
    tls: true,
    place: { port, tlsPort },
  });
});
afterAll(() => relay?.[Symbol.asyncDispose]());

/** What the engine gives to a student of this name. */
function credentialFor(id: string) {
  const { iceServers } = iceServersFor(id, { relays: [["turn:127.0.0.1"]], secret, only: true });
  const { username = "", credential = "" } = iceServers[0]!;
  return { username, credential };
}

function open(
  credential: { username: string; credential: string },
  protocol: TurnServer["protocol"] = "udp",
): Promise<TurnClient> {
  const server = { address: "127.0.0.1", port: protocol === "tls" ? tlsPort : port, protocol };
  return TurnClient.open(server, credential);
}

test.each(["udp", "tcp", "tls"] as const)(
  "a student's credential opens the relay by %s",
  async (protocol) => {
    using student = await open(credentialFor(`by-${protocol}`), protocol);
    expect((await student.allocate()).code).toBe(0);
    expect((await student.permit(firstEngine)).code).toBe(0);
  },
);

describe("the relay refuses", () => {
  const mapped = (ipv4: string) =>
    `00000000000000000000ffff${Buffer.from(ipv4.split(".").map(Number)).toString("hex")}`;

  test("every peer that is no engine", async () => {
    using student = await open(credentialFor("curious"));
    expect((await student.allocate()).code).toBe(0);
    const others = [
      ["the relay's own loopback", "127.0.0.1"],
      ["no address at all", "0.0.0.0"],
      ["a cloud's metadata", "169.254.169.254"],
      ["the host behind the engines' network", "172.30.41.1"],
      ["what stands below the engines", "172.30.41.127"],
      ["what stands above them", "172.30.42.0"],
      ["the other network of compose.yaml", "172.30.40.5"],
      ["somebody's home", "192.168.1.1"],
      ["a name server of the world", "8.8.8.8"],
      ["a group", "224.0.0.1"],
      ["everybody", "255.255.255.255"],
    ] as const;
    for (const [who, address] of others)
      expect([who, (await student.permit(address)).code]).toEqual([who, 403]);
    expect((await student.permit("172.30.41.255")).code).toBe(0);
  });

  test("the same peers in the clothes of IPv6", async () => {
    using student = await open(credentialFor("disguised"));
    expect((await student.allocate({ family: 6 })).code).toBe(0);
    const others = [mapped("127.0.0.1"), mapped("8.8.8.8"), mapped("172.30.40.5"), `${"0".repeat(31)}1`];
    for (const address of others)
      expect([address, (await student.permit(address)).code]).toEqual([address, 403]);
  });

  test("connections by TCP, which would reach the services beside the engines", async () => {
    using student = await open(credentialFor("builder"), "tcp");
    expect((await student.allocate({ transport: 6 })).code).toBe(442);
  });

  test("credentials that have ended, that somebody made up, and none", async () => {
    const past = `${Math.floor(Date.now() / 1000) - 1}:late`;
    const sign = (username: string, key: string) => createHmac("sha1", key).update(username).digest("base64");
    const genuine = credentialFor("kim");
    const refused = [
      { username: past, credential: sign(past, secret) },
      { username: genuine.username, credential: sign(genuine.username, "another secret") },
      { username: genuine.username.replace(/^\d+/, "4000000000"), credential: genuine.credential },
      { username: genuine.username.replace("kim", "ada"), credential: genuine.credential },
      { username: "kim", credential: sign("kim", secret) },
      { username: "", credential: "" },
    ];
    for (const credential of refused) {
      using stranger = await open(credential);
      expect([credential.username, (await stranger.allocate()).code]).toEqual([credential.username, 401]);
    }
  });

  test("more allocations of one student than a browser needs, without harm to others", async () => {
    const settings = readFileSync(join(projectFolder, "deploy/compose/turnserver.conf"), "utf8");
    const quota = Number(/^user-quota=(\d+)$/m.exec(settings)?.[1]);
    using opened = new DisposableStack();
    const codes: number[] = [];
    for (let index = 0; index <= quota; index++) {
      const client = opened.use(await open(credentialFor("greedy")));
      codes.push((await client.allocate()).code);
    }
    expect(codes).toEqual([...Array.from({ length: quota }, () => 0), 486]);
    using modest = await open(credentialFor("modest"));
    expect((await modest.allocate()).code).toBe(0);
  });
});

test("what was opened in time outlives its credential", async () => {
  const username = `${Math.floor(Date.now() / 1000) + 2}:patient`;
  const credential = createHmac("sha1", secret).update(username).digest("base64");
  using student = await open({ username, credential });
  expect((await student.allocate()).code).toBe(0);
  await until("the credential's end", async () => {
    using other = await open({ username, credential });
    return (await other.allocate()).code === 401;
  });
  expect((await student.refresh(600)).code).toBe(0);
  expect((await student.permit(firstEngine)).code).toBe(0);
});

test("the relay's log has no secret and no credential", () => {
  expect(relay.log()).not.toContain(secret);
  expect(relay.log()).not.toContain(credentialFor("kim").credential);
});
