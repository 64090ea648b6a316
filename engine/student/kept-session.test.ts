import { expect, test } from "bun:test";
import { SessionKeeper } from "./kept-session.ts";
import { ReceiptBox } from "./receipt-box.ts";

function memoryStore(content: Record<string, string> = {}) {
  const items = new Map(Object.entries(content));
  return {
    items,
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
}
const fullStore = {
  getItem: () => null,
  setItem: () => {
    throw new DOMException("full", "QuotaExceededError");
  },
  removeItem: () => {},
};

test("a session outlives a reload, until it is forgotten", () => {
  const store = memoryStore();
  new SessionKeeper("ada", store).keep({ sessionId: "s", secret: "x" });
  expect(new SessionKeeper("ada", store).session).toEqual({ sessionId: "s", secret: "x" });
  expect(new SessionKeeper("bo", store).session).toBeUndefined();
  new SessionKeeper("ada", store).forget();
  expect(new SessionKeeper("ada", store).session).toBeUndefined();
});

test("the session's last turn outlives a reload, and what is no number is not taken for one", () => {
  const store = memoryStore();
  const keeper = new SessionKeeper("ada", store);
  keeper.noteTurn(7);
  keeper.keep({ sessionId: "s", secret: "x" });
  for (const turn of [0, 3, 2]) keeper.noteTurn(turn);
  expect(new SessionKeeper("ada", store).session).toEqual({ sessionId: "s", secret: "x", lastTurn: 3 });
  keeper.keep({ sessionId: "other" });
  expect(new SessionKeeper("ada", store).session).toEqual({ sessionId: "other" });
  for (const lastTurn of [-1, 1.5, "3", null]) {
    const spoilt = memoryStore({ "lesson/ada": JSON.stringify({ sessionId: "s", lastTurn }) });
    expect(new SessionKeeper("ada", spoilt).session).toEqual({ sessionId: "s" });
  }
});

test("receipts outlive a reload, until their turns are stored", () => {
  const store = memoryStore();
  const box = new ReceiptBox(store);
  for (let turn = 0; turn < 3; turn++) box.add("s", turn, `receipt ${turn}`);
  box.forget("s", 1);
  expect(new ReceiptBox(store).all).toEqual(["receipt 0", "receipt 2"]);
  const later = new ReceiptBox(store);
  later.redeemed(["receipt 0", "receipt 2"]);
  expect(later.all).toEqual([]);
  expect(store.items.size).toBe(0);
});

test("two tabs keep each other's receipts", () => {
  const store = memoryStore();
  const [one, other] = [new ReceiptBox(store), new ReceiptBox(store)];
  one.add("a", 0, "receipt of a");
  other.add("b", 0, "receipt of b");
  one.add("a", 1, "another of a");
  expect(new ReceiptBox(store).all).toEqual(["receipt of a", "receipt of b", "another of a"]);
  one.redeemed(["receipt of a", "another of a"]);
  other.forget("b", 0);
  expect(new ReceiptBox(store).all).toEqual([]);
});

test("only so many receipts are kept, the newest", () => {
  const box = new ReceiptBox(memoryStore());
  for (let turn = 0; turn < 50; turn++) box.add("s", turn, `receipt ${turn}`);
  expect(box.all).toHaveLength(20);
  expect(box.all.at(-1)).toBe("receipt 49");
});

test("what somebody else wrote there is no session and no receipt", () => {
  for (const text of ["", "{", "null", "[]", "7", '{"sessionId":1}', '[["a"],[1,2],"x",["k","v","w"]]']) {
    expect(new SessionKeeper("ada", memoryStore({ "lesson/ada": text })).session).toBeUndefined();
    expect(new ReceiptBox(memoryStore({ receipts: text })).all).toEqual([]);
  }
});

test("a browser that keeps nothing, or no more, loses nothing else", () => {
  for (const store of [undefined, fullStore]) {
    const keeper = new SessionKeeper("ada", store);
    keeper.keep({ sessionId: "s", secret: "x" });
    expect(keeper.session?.secret).toBe("x");
    const box = new ReceiptBox(store);
    box.add("s", 0, "receipt");
    expect(box.all).toEqual(["receipt"]);
  }
});
