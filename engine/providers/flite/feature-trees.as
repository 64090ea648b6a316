// AssemblyScript: what is asked of an utterance by trees of questions, as Flite's `internal_ff` (src/hrg/cst_ffeature.c) and
// `cart_interpret` (src/stats/cst_cart.c) find it, in a sixth of their time. `bun engine/assembly/compile-assembly.ts` makes
// feature-trees.wasm of it, and flite-parts.ts puts that in their places. Nothing may lie in static memory: all memory is Flite's.
//
// A path as `R:SylStructure.parent.name` leads from an item to another one and to what is known of that. Flite takes a path
// apart, and looks for its last name among all functions that it has, whenever it is asked; here both are done once for
// each utterance.

// @ts-ignore: decorator
@external("env", "cst_safe_alloc") declare function allocateZeros(bytes: usize): usize;
// @ts-ignore: decorator
@external("env", "cst_free") declare function free(at: usize): void;
// @ts-ignore: decorator
@external("env", "feat_val") declare function valueOf(features: usize, name: usize): usize;
// @ts-ignore: decorator
@external("env", "original internal_ff") declare function followAsFlite(item: usize, text: usize, wantsItem: i32): usize;
// @ts-ignore: decorator
@external("env", "original cart_interpret") declare function descendAsFlite(item: usize, tree: usize): usize;
// @ts-ignore: decorator
@external("env", "val_equal") declare function isEqual(value: usize, other: usize): i32;
// @ts-ignore: decorator
@external("env", "val_less") declare function isLess(value: usize, other: usize): i32;
// @ts-ignore: decorator
@external("env", "val_greater") declare function isGreater(value: usize, other: usize): i32;
// @ts-ignore: decorator
@external("env", "val_member") declare function isMember(value: usize, list: usize): i32;
// @ts-ignore: decorator
@external("env", "val_inc_refcount") declare function hold(value: usize): usize;
// @ts-ignore: decorator
@external("env", "delete_val") declare function letGo(value: usize): void;

/** Where Flite's structures hold what is used of them, in bytes. */
const contentsFeatures = 0;
const contentsRelations = 4;
const relationUtterance = 8;
const utteranceFunctions = 4;
/** For a memory of its own, which an utterance has on other systems only: 0, and used for the paths that are known. */
const utteranceContext = 12;
const pairName = 0;
const pairValue = 4;
const pairNext = 8;
const valuePointer = 4;
const treeRules = 0;
const treePaths = 4;
const ruleFeature = 0;
const ruleQuestion = 1;
const ruleElse = 2;
const ruleValue = 4;
const ruleBytes: usize = 8;

/** One place of an utterance: what is known of it, its neighbours, and the item above the first of them. */
@unmanaged
class Item {
  contents: usize;
  relation: usize;
  next: usize;
  previous: usize;
  parent: usize;
  daughter: usize;
}

/** Steps of a path; what is greater is the name of a relation, in which the same thing has another place. */
const pathEnd: usize = 0;
const toNext: usize = 1;
const toPrevious: usize = 2;
const toParent: usize = 3;
const toDaughter: usize = 4;
const toLastDaughter: usize = 5;
const toFirst: usize = 6;
const toLast: usize = 7;

/** A path that was taken apart, with its steps behind it. */
@unmanaged
class Path {
  text: usize;
  wantsItem: i32;
  /** Another one with the same hash. */
  other: usize;
  /** What is asked at the end: a name, and the number of the function that tells it, if there is one. */
  name: usize;
  tell: i32;
}
const pathBytes: usize = 20;
const stepBytes: usize = 4;
const hashes: usize = 256;

/** Letters of paths. */
const dot: u8 = 0x2e;
const colon: u8 = 0x3a;
const capitalR: u8 = 0x52;
const letterD: u8 = 0x64;
const letterF: u8 = 0x66;
const letterL: u8 = 0x6c;
const letterN: u8 = 0x6e;
const letterP: u8 = 0x70;

/** Flite's value for what is not known, a constant. */
let unknown: usize = 0;

/** The item that a path leads to, or 0; without `wantsItem` the value of the feature whose name is the last of the path. */
export function follow(item: usize, text: usize, wantsItem: i32): usize {
  if (!unknown) unknown = followAsFlite(0, text, 0);
  if (!item) return wantsItem ? 0 : unknown;
  const path = pathOf(item, text, wantsItem);
  let at = item;
  let next = changetype<usize>(path) + pathBytes;
  for (let step = load<usize>(next); at && step != pathEnd; step = load<usize>(next)) {
    at = move(changetype<Item>(at), step);
    next += stepBytes;
  }
  if (wantsItem) return at;
  if (!at) return unknown;
  if (path.tell) return call_indirect<usize>(path.tell, at) || unknown;
  return find(load<usize>(changetype<Item>(at).contents, contentsFeatures), path.name) || unknown;
}

// @ts-ignore: decorator
@inline
function move(item: Item, step: usize): usize {
  if (step > toLast) {
    const place = find(load<usize>(item.contents, contentsRelations), step);
    return place ? load<usize>(place, valuePointer) : 0;
  }
  if (step == toNext) return item.next;
  if (step == toPrevious) return item.previous;
  if (step == toDaughter) return item.daughter;
  if (step == toParent) return firstOf(item).parent;
  if (step == toFirst) return changetype<usize>(firstOf(item));
  let last = step == toLast ? changetype<usize>(item) : item.daughter;
  if (last) while (changetype<Item>(last).next) last = changetype<Item>(last).next;
  return last;
}

// @ts-ignore: decorator
@inline
function firstOf(item: Item): Item {
  let first = item;
  while (first.previous) first = changetype<Item>(first.previous);
  return first;
}

/** The value of a name in a list, or 0. The name ends where a word of a path ends. */
function find(list: usize, name: usize): usize {
  for (let pair = load<usize>(list); pair; pair = load<usize>(pair, pairNext)) {
    if (isWord(load<usize>(pair, pairName), name)) return load<usize>(pair, pairValue);
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function isWord(name: usize, word: usize): bool {
  let at: usize = 0;
  while (load<u8>(name + at) && load<u8>(name + at) == load<u8>(word + at)) at++;
  return !load<u8>(name + at) && isEnd(load<u8>(word + at));
}

// @ts-ignore: decorator
@inline
function isEnd(letter: u8): bool {
  return letter == 0 || letter == dot || letter == colon;
}

/** All paths are constants of Flite's, so the place of its text tells one from another. */
function pathOf(item: usize, text: usize, wantsItem: i32): Path {
  const utterance = load<usize>(changetype<Item>(item).relation, relationUtterance);
  let known = load<usize>(utterance, utteranceContext);
  if (!known) {
    known = allocateZeros(stepBytes * hashes);
    store<usize>(utterance, known, utteranceContext);
  }
  const place = known + stepBytes * (((text >> 8) ^ text) & (hashes - 1));
  for (let at = load<usize>(place); at; at = changetype<Path>(at).other) {
    const path = changetype<Path>(at);
    if (path.text == text && path.wantsItem == wantsItem) return path;
  }
  const path = readPath(text, wantsItem);
  if (!wantsItem) {
    const teller = valueOf(load<usize>(utterance, utteranceFunctions), path.name);
    path.tell = teller ? load<i32>(teller, valuePointer) : 0;
  }
  path.other = load<usize>(place);
  store<usize>(place, changetype<usize>(path));
  return path;
}

function readPath(text: usize, wantsItem: i32): Path {
  let length: usize = 0;
  while (load<u8>(text + length)) length++;
  const path = changetype<Path>(allocateZeros(pathBytes + stepBytes * (length + 2)));
  path.text = text;
  path.wantsItem = wantsItem;
  let place = changetype<usize>(path) + pathBytes;
  let word = text;
  while (true) {
    if (!load<u8>(endOf(word)) && !wantsItem) {
      path.name = word;
      return path;
    }
    if (load<u8>(word) == capitalR && endOf(word) == word + 1) {
      word += 2;
      store<usize>(place, word);
    } else {
      store<usize>(place, stepOf(word));
      // `nn` and `pp` are two steps.
      if (endOf(word) == word + 2) {
        place += stepBytes;
        store<usize>(place, stepOf(word));
      }
    }
    place += stepBytes;
    if (!load<u8>(endOf(word))) return path;
    word = endOf(word) + 1;
  }
}

function endOf(word: usize): usize {
  let end = word;
  while (!isEnd(load<u8>(end))) end++;
  return end;
}

/** Of n, nn, p, pp, parent, daughter, daughter1, daughtern, first and last; traps at what is none of them. */
function stepOf(word: usize): usize {
  const letter = load<u8>(word);
  const length = endOf(word) - word;
  if (letter == letterN) return toNext;
  if (letter == letterP) return length > 2 ? toParent : toPrevious;
  if (letter == letterD) return load<u8>(word + length - 1) == letterN ? toLastDaughter : toDaughter;
  if (letter == letterF) return toFirst;
  if (letter != letterL) unreachable();
  return toLast;
}

/** Questions of a tree, and where they end: there the value is the answer. */
const asksEqual: u8 = 0;
const asksMember: u8 = 1;
const asksLess: u8 = 2;
const asksGreater: u8 = 3;
const leaf: u8 = 255;
/** A rule has a byte for the number of what it asks for. */
const featuresMax: usize = 256;

/** The value that a tree's questions about an item lead to. Each feature is asked for once. */
export function descend(item: usize, tree: usize): usize {
  const rules = load<usize>(tree, treeRules);
  const paths = load<usize>(tree, treePaths);
  const answers = allocateZeros(2 * stepBytes * featuresMax);
  const held = answers + stepBytes * featuresMax;
  let heldEnd = held;
  let rule = rules;
  while (load<u8>(rule, ruleQuestion) != leaf) {
    const place = stepBytes * <usize>load<u8>(rule, ruleFeature);
    let answer = load<usize>(answers + place);
    if (!answer) {
      answer = hold(follow(item, load<usize>(paths + place), 0));
      store<usize>(answers + place, answer);
      store<usize>(heldEnd, answer);
      heldEnd += stepBytes;
    }
    const yes = ask(load<u8>(rule, ruleQuestion), answer, load<usize>(rule, ruleValue));
    if (yes < 0) return descendAsFlite(item, tree);
    rule = yes ? rule + ruleBytes : rules + ruleBytes * <usize>load<u16>(rule, ruleElse);
  }
  for (let at = held; at < heldEnd; at += stepBytes) letGo(load<usize>(at));
  free(answers);
  return load<usize>(rule, ruleValue);
}

/** Less than 0 for a question that is asked otherwise. */
// @ts-ignore: decorator
@inline
function ask(question: u8, answer: usize, value: usize): i32 {
  if (question == asksEqual) return isEqual(answer, value);
  if (question == asksLess) return isLess(answer, value);
  if (question == asksGreater) return isGreater(answer, value);
  return question == asksMember ? isMember(answer, value) : -1;
}
