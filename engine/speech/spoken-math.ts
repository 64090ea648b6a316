/** A formula that takes longer to say than this is left to the screen. */
const spokenCharsMax = 80;
const formulaCharsMax = 200;
const depthMax = 6;

/** How one language says formulas. */
interface MathWords {
  readonly symbols: Readonly<Record<string, string>>;
  readonly fraction: (top: string, bottom: string) => string;
  readonly root: (of: string, degree: string) => string;
  readonly power: (base: string, exponent: string) => string;
  readonly index: (base: string, index: string) => string;
  readonly call: (name: string) => string;
}

const greek =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega";
const greekNames = new Map(
  greek.split(" ").flatMap((name) => [
    [name, name],
    [`var${name}`, name],
    [name[0]?.toUpperCase() + name.slice(1), name],
  ]),
);
const functionNames = new Map([
  ["sin", "sine"],
  ["cos", "cosine"],
  ["tan", "tangent"],
  ["log", "log"],
  ["ln", "natural log"],
  ["exp", "exp"],
  ["max", "max"],
  ["min", "min"],
]);
/** Commands that only place things. */
const silentCommands = new Set([
  "left",
  "right",
  "quad",
  "qquad",
  "displaystyle",
  "big",
  "Big",
  ",",
  ";",
  ":",
  "!",
  " ",
]);
const textCommands = new Set(["text", "mathrm", "mathbf", "mathit", "operatorname", "textbf", "boxed"]);

const english: MathWords = {
  symbols: {
    "+": "plus",
    "-": "minus",
    "−": "minus",
    "=": "equals",
    "*": "times",
    "×": "times",
    "·": "times",
    "/": "over",
    "÷": "divided by",
    "<": "is less than",
    ">": "is greater than",
    "!": "factorial",
    "%": "percent",
    "'": "prime",
    times: "times",
    cdot: "times",
    div: "divided by",
    pm: "plus or minus",
    approx: "is about",
    le: "is at most",
    leq: "is at most",
    ge: "is at least",
    geq: "is at least",
    lt: "is less than",
    gt: "is greater than",
    ne: "is not",
    neq: "is not",
    to: "to",
    rightarrow: "to",
    longrightarrow: "to",
    Rightarrow: "so",
    infty: "infinity",
    circ: "degrees",
    ldots: "and so on",
    dots: "and so on",
  },
  fraction: (top, bottom) => `${top} over ${bottom}`,
  root: (of, degree) => {
    if (degree === "") return `the square root of ${of}`;
    return degree === "3" ? `the cube root of ${of}` : `the ${degree}th root of ${of}`;
  },
  power: (base, exponent) => {
    if (exponent === "2") return `${base} squared`;
    if (exponent === "3") return `${base} cubed`;
    if (exponent === "degrees" || exponent === "prime") return `${base} ${exponent}`;
    return `${base} to the power of ${exponent}`;
  },
  index: (base, index) =>
    /^[A-Z][a-z]?$/u.test(base) && /^\d+$/u.test(index) ? `${base} ${index}` : `${base} sub ${index}`,
  call: (name) => `${name} of`,
};

const chinese: MathWords = {
  symbols: {
    "+": "加",
    "-": "减",
    "−": "减",
    "=": "等于",
    "*": "乘以",
    "×": "乘以",
    "·": "乘以",
    "/": "除以",
    "÷": "除以",
    "<": "小于",
    ">": "大于",
    "%": "百分之",
    times: "乘以",
    cdot: "乘以",
    div: "除以",
    pm: "加减",
    approx: "约等于",
    le: "小于等于",
    leq: "小于等于",
    ge: "大于等于",
    geq: "大于等于",
    ne: "不等于",
    neq: "不等于",
    infty: "无穷大",
    circ: "度",
  },
  fraction: (top, bottom) => `${bottom}分之${top}`,
  root: (of, degree) => (degree === "" ? `根号${of}` : `${degree}次根号${of}`),
  power: (base, exponent) => {
    if (exponent === "度") return `${base}度`;
    return exponent === "2" ? `${base}的平方` : `${base}的${exponent}次方`;
  },
  index: (base, index) => `${base}${index}`,
  call: (name) => name,
};

const languages: Record<string, MathWords> = { en: english, zh: chinese };

/**
 * A formula in words: "$x^2$" is "x squared". Undefined when it is too long or not of the simple kind
 * (sums, letters, powers, fractions, roots), and in languages without rules.
 */
export function spokenMath(formula: string, language: string): string | undefined {
  const words = languages[language.toLowerCase().split("-")[0] ?? ""];
  if (!words || formula.length > formulaCharsMax) return undefined;
  const body = formula.replace(/^(?:\$\$?|\\\(|\\\[)|(?:\$\$?|\\\)|\\\])$/gu, "").trim();
  const tokens = body.match(/\\(?:[A-Za-z]+|.)|\d+(?:[.,]\d+)*|\s+|./gsu) ?? [];
  const spoken = new Reader(
    tokens.filter((token) => token.trim() !== ""),
    words,
  ).all();
  return spoken !== undefined && spoken !== "" && spoken.length <= spokenCharsMax ? spoken : undefined;
}

/** Reads one formula, left to right. Undefined anywhere means that the formula is not simple. */
class Reader {
  #at = 0;
  #depth = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly words: MathWords,
  ) {}

  all(): string | undefined {
    const spoken = this.#until(undefined);
    return this.#at === this.tokens.length ? spoken : undefined;
  }

  #until(end: string | undefined): string | undefined {
    const parts: string[] = [];
    this.#depth += 1;
    if (this.#depth > depthMax) return undefined;
    while (this.#at < this.tokens.length && this.tokens[this.#at] !== end) {
      const part = this.#item();
      if (part === undefined) return undefined;
      if (part !== "") parts.push(part);
    }
    this.#depth -= 1;
    return parts.join(" ");
  }

  #item(): string | undefined {
    let spoken = this.#atom();
    for (let mark = this.tokens[this.#at]; mark === "^" || mark === "_"; mark = this.tokens[this.#at]) {
      this.#at += 1;
      const small = this.#atom();
      if (spoken === undefined || small === undefined || spoken === "" || small === "") return undefined;
      spoken = mark === "^" ? this.words.power(spoken, small) : this.words.index(spoken, small);
    }
    return spoken;
  }

  #atom(): string | undefined {
    const token = this.tokens[this.#at];
    this.#at += 1;
    if (token === undefined) return undefined;
    if (token === "{") return this.#group("}");
    if (token.startsWith("\\")) return this.#command(token.slice(1));
    if (/^\d/u.test(token)) return token;
    if (/^\p{L}$/u.test(token)) return this.#letter(token);
    if ("()[].,;".includes(token)) return "";
    return this.words.symbols[token];
  }

  #letter(letter: string): string {
    const called = this.tokens[this.#at] === "(" && /^[fgh]$/u.test(letter);
    return called ? this.words.call(letter) : letter;
  }

  #group(end: string): string | undefined {
    const inside = this.#until(end);
    if (this.tokens[this.#at] !== end) return undefined;
    this.#at += 1;
    return inside;
  }

  #command(name: string): string | undefined {
    if (silentCommands.has(name)) return "";
    if (name === "%") return this.words.symbols["%"];
    if (name === "frac" || name === "dfrac" || name === "tfrac") {
      const [top, bottom] = [this.#atom(), this.#atom()];
      return top && bottom ? this.words.fraction(top, bottom) : undefined;
    }
    if (name === "sqrt") return this.#root();
    if (textCommands.has(name)) return this.#text();
    return this.words.symbols[name] ?? greekNames.get(name) ?? functionNames.get(name);
  }

  #root(): string | undefined {
    let degree: string | undefined = "";
    if (this.tokens[this.#at] === "[") {
      this.#at += 1;
      degree = this.#group("]");
    }
    const of = this.#atom();
    return of && degree !== undefined ? this.words.root(of, degree) : undefined;
  }

  #text(): string | undefined {
    if (this.tokens[this.#at] !== "{") return undefined;
    const close = this.tokens.indexOf("}", this.#at);
    if (close < 0) return undefined;
    const letters = this.tokens.slice(this.#at + 1, close);
    this.#at = close + 1;
    return letters.some((letter) => !/^[\p{L}\p{N}]+$/u.test(letter)) ? undefined : letters.join("");
  }
}
