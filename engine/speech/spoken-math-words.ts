/** How one language says formulas. */
export interface MathWords {
  readonly signs: Readonly<Partial<Record<MathSign, string>>>;
  /** Of `sin`, `cos`, `tan`, `log`, `ln`, `exp`, `max` and `min`, in this order. */
  readonly functions: readonly string[];
  /** From alpha to omega, in the order of `greekLetters`. */
  readonly greek: readonly string[];
  readonly fraction: (top: string, bottom: string) => string;
  /** `degree` is empty for a square root. */
  readonly root: (of: string, degree: string) => string;
  readonly power: (base: string, exponent: string) => string;
  readonly index: (base: string, index: string) => string;
  readonly call: (name: string) => string;
}

const signNames = [
  ...[
    "plus",
    "minus",
    "negative",
    "equals",
    "times",
    "over",
    "divided",
    "less",
    "greater",
    "atMost",
    "atLeast",
    "isNot",
  ],
  ...["about", "plusMinus", "percent", "factorial", "prime", "degrees", "infinity", "to", "so", "andSoOn"],
] as const;
export type MathSign = (typeof signNames)[number];

/** What signs and commands of TeX mean. */
export const signs: Readonly<Record<string, MathSign>> = {
  ...{ "+": "plus", "-": "minus", "−": "minus", "=": "equals", "<": "less", lt: "less", ">": "greater" },
  ...{ gt: "greater", "*": "times", "×": "times", "·": "times", times: "times", cdot: "times" },
  ...{ "/": "over", "÷": "divided", div: "divided", le: "atMost", leq: "atMost", "≤": "atMost" },
  ...{ ge: "atLeast", geq: "atLeast", "≥": "atLeast", ne: "isNot", neq: "isNot", "≠": "isNot" },
  ...{ approx: "about", "≈": "about", pm: "plusMinus", "±": "plusMinus", "%": "percent", "!": "factorial" },
  ...{ "'": "prime", circ: "degrees", "°": "degrees", infty: "infinity", "∞": "infinity", to: "to" },
  ...{ rightarrow: "to", longrightarrow: "to", Rightarrow: "so", ldots: "andSoOn", dots: "andSoOn" },
};

export const functions = "sin cos tan log ln exp max min".split(" ");
export const greekLetters =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega".split(
    " ",
  );

/** "plus=más, minus=menos": the words of the signs, in one string. */
const words = (list: string): MathWords["signs"] =>
  Object.fromEntries(list.split(", ").map((pair) => pair.split("=") as [MathSign, string]));

/** The figures of a formula of chemistry stand behind their element without a word. */
const isElement = (base: string, index: string) => /^[A-Z][a-z]?$/u.test(base) && /^\d+$/u.test(index);

const english: MathWords = {
  signs: words(
    "plus=plus, minus=minus, equals=equals, times=times, over=over, divided=divided by, less=is less than, " +
      "greater=is greater than, atMost=is at most, atLeast=is at least, isNot=is not, about=is about, " +
      "plusMinus=plus or minus, percent=percent, factorial=factorial, prime=prime, degrees=degrees, " +
      "infinity=infinity, to=to, so=so, andSoOn=and so on",
  ),
  functions: ["sine", "cosine", "tangent", "log", "natural log", "exp", "max", "min"],
  greek: greekLetters,
  fraction: (top, bottom) => `${top} over ${bottom}`,
  root: (of, degree) => {
    if (degree === "") return `the square root of ${of}`;
    return degree === "3" ? `the cube root of ${of}` : `the ${degree}th root of ${of}`;
  },
  power: (base, exponent) => {
    if (exponent === "2") return `${base} squared`;
    return exponent === "3" ? `${base} cubed` : `${base} to the power of ${exponent}`;
  },
  index: (base, index) => (isElement(base, index) ? `${base} ${index}` : `${base} sub ${index}`),
  call: (name) => `${name} of`,
};

const chinese: MathWords = {
  signs: words(
    "plus=加, minus=减, negative=负, equals=等于, times=乘以, over=除以, divided=除以, less=小于, greater=大于, " +
      "atMost=小于等于, atLeast=大于等于, isNot=不等于, about=约等于, plusMinus=加减, factorial=的阶乘, " +
      "degrees=度, infinity=无穷大, to=趋向, so=所以, andSoOn=等等",
  ),
  functions: english.functions,
  greek:
    "阿尔法 贝塔 伽马 德尔塔 艾普西隆 泽塔 伊塔 西塔 约塔 卡帕 兰姆达 缪 纽 克西 派 柔 西格玛 陶 斐 希 普西 欧米伽".split(
      " ",
    ),
  fraction: (top, bottom) => `${bottom}分之${top}`,
  root: (of, degree) => (degree === "" ? `根号${of}` : `${degree}次根号${of}`),
  power: (base, exponent) => {
    if (exponent === "2") return `${base}的平方`;
    return exponent === "3" ? `${base}的立方` : `${base}的${exponent}次方`;
  },
  index: (base, index) => `${base}${index}`,
  call: (name) => name,
};

const german: MathWords = {
  signs: words(
    "plus=plus, minus=minus, equals=gleich, times=mal, over=durch, divided=geteilt durch, less=kleiner als, " +
      "greater=größer als, atMost=kleiner oder gleich, atLeast=größer oder gleich, isNot=ungleich, " +
      "about=ungefähr, plusMinus=plus minus, percent=Prozent, factorial=Fakultät, prime=Strich, " +
      "degrees=Grad, infinity=unendlich, to=nach, so=also, andSoOn=und so weiter",
  ),
  functions: ["Sinus", "Kosinus", "Tangens", "Logarithmus", "natürlicher Logarithmus"].concat(
    ...["Exponentialfunktion", "Maximum", "Minimum"],
  ),
  greek:
    "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Jota Kappa Lambda My Ny Xi Pi Rho Sigma Tau Phi Chi Psi Omega".split(
      " ",
    ),
  fraction: (top, bottom) => `${top} durch ${bottom}`,
  root: (of, degree) => {
    if (degree === "") return `Wurzel aus ${of}`;
    return degree === "3" ? `dritte Wurzel aus ${of}` : `${degree}-te Wurzel aus ${of}`;
  },
  power: (base, exponent) => (exponent === "2" ? `${base} Quadrat` : `${base} hoch ${exponent}`),
  index: (base, index) => (isElement(base, index) ? `${base} ${index}` : `${base} Index ${index}`),
  call: (name) => `${name} von`,
};

const spanish: MathWords = {
  signs: words(
    "plus=más, minus=menos, equals=es igual a, times=por, over=entre, divided=entre, less=es menor que, " +
      "greater=es mayor que, atMost=es menor o igual que, atLeast=es mayor o igual que, isNot=es distinto de, " +
      "about=aproximadamente, plusMinus=más menos, percent=por ciento, factorial=factorial, prime=prima, " +
      "degrees=grados, infinity=infinito, to=tiende a, so=entonces, andSoOn=etcétera",
  ),
  functions: "seno, coseno, tangente, logaritmo, logaritmo natural, exponencial, máximo, mínimo".split(", "),
  greek:
    "alfa beta gamma delta épsilon zeta eta theta iota kappa lambda mu nu xi pi ro sigma tau fi ji psi omega".split(
      " ",
    ),
  fraction: (top, bottom) => `${top} sobre ${bottom}`,
  root: (of, degree) => {
    if (degree === "") return `raíz cuadrada de ${of}`;
    return degree === "3" ? `raíz cúbica de ${of}` : `raíz de índice ${degree} de ${of}`;
  },
  power: (base, exponent) => {
    if (exponent === "2") return `${base} al cuadrado`;
    return exponent === "3" ? `${base} al cubo` : `${base} elevado a ${exponent}`;
  },
  index: (base, index) => (isElement(base, index) ? `${base} ${index}` : `${base} sub ${index}`),
  call: (name) => `${name} de`,
};

const french: MathWords = {
  signs: words(
    "plus=plus, minus=moins, equals=égale, times=fois, over=sur, divided=divisé par, less=inférieur à, " +
      "greater=supérieur à, atMost=inférieur ou égal à, atLeast=supérieur ou égal à, isNot=différent de, " +
      "about=environ, plusMinus=plus ou moins, percent=pour cent, factorial=factorielle, prime=prime, " +
      "degrees=degrés, infinity=l'infini, to=tend vers, so=donc, andSoOn=et ainsi de suite",
  ),
  functions: ["sinus", "cosinus", "tangente", "logarithme", "logarithme népérien"].concat(
    ...["exponentielle", "maximum", "minimum"],
  ),
  greek:
    "alpha bêta gamma delta epsilon zêta êta thêta iota kappa lambda mu nu xi pi rhô sigma tau phi khi psi oméga".split(
      " ",
    ),
  fraction: (top, bottom) => `${top} sur ${bottom}`,
  root: (of, degree) => {
    if (degree === "") return `racine carrée de ${of}`;
    return degree === "3" ? `racine cubique de ${of}` : `racine d'indice ${degree} de ${of}`;
  },
  power: (base, exponent) => {
    if (exponent === "2") return `${base} au carré`;
    return exponent === "3" ? `${base} au cube` : `${base} puissance ${exponent}`;
  },
  index: (base, index) => (isElement(base, index) ? `${base} ${index}` : `${base} indice ${index}`),
  call: (name) => `${name} de`,
};

const japanese: MathWords = {
  signs: words(
    "plus=足す, minus=引く, negative=マイナス, equals=イコール, times=掛ける, over=割る, divided=割る, less=小なり, greater=大なり, " +
      "atMost=小なりイコール, atLeast=大なりイコール, isNot=ノットイコール, about=およそ, plusMinus=プラスマイナス, " +
      "percent=パーセント, factorial=の階乗, prime=プライム, degrees=度, infinity=無限大, to=から, so=よって, andSoOn=など",
  ),
  functions: "サイン コサイン タンジェント ログ 自然対数 イーエックスピー 最大値 最小値".split(" "),
  greek:
    "アルファ ベータ ガンマ デルタ イプシロン ゼータ イータ シータ イオタ カッパ ラムダ ミュー ニュー クサイ パイ ロー シグマ タウ ファイ カイ プサイ オメガ".split(
      " ",
    ),
  fraction: (top, bottom) => `${bottom}分の${top}`,
  root: (of, degree) => (degree === "" ? `ルート${of}` : `${of}の${degree}乗根`),
  power: (base, exponent) => `${base}の${exponent}乗`,
  index: (base, index) => `${base} ${index}`,
  call: (name) => name,
};

/** By primary language (BCP 47). */
export const mathWords: Readonly<Record<string, MathWords>> = {
  en: english,
  zh: chinese,
  de: german,
  es: spanish,
  fr: french,
  ja: japanese,
};
