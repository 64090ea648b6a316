import { expect, spyOn, test } from "bun:test";
import { KeptService } from "./kept-service.ts";

const mortal = { name: "engine", entry: "deploy/mortal-service.fixture.ts", environment: process.env };

test("a service that ends again and again is started five times more and then given up, and each end is said", async () => {
  using said = spyOn(console, "error").mockImplementation(() => {});
  const service = new KeptService<{ type: string }>(mortal, new AbortController().signal);
  expect(await service.ready).toEqual({ type: "ready" });
  await service.over;
  expect(said.mock.calls.flat()).toEqual([
    ...Array<string>(5).fill("The engine ended (exit code 3) and is started again."),
    "The engine ended (exit code 3) again and again: see above why.",
  ]);
  await service.stop();
}, 60_000);

test("a service that ends while everything is stopped is not started again", async () => {
  using said = spyOn(console, "error").mockImplementation(() => {});
  const stopping = new AbortController();
  const service = new KeptService(mortal, stopping.signal);
  await service.ready;
  stopping.abort();
  await service.over;
  expect(said).not.toHaveBeenCalled();
}, 60_000);
