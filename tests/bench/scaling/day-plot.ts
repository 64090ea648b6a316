export interface PlotLine {
  readonly label: string;
  readonly color: string;
  /** One value for each minute. */
  readonly values: readonly number[];
  /** The area below it is filled: what there is, against what is wanted. */
  readonly filled?: boolean;
}

const width = 760;
const height = 240;
const margin = { left: 44, right: 22, top: 34, bottom: 26 };

/** A day as an SVG picture: hours from left to right. Readable on white and on dark pages: it has a ground of its own. */
export function plotDay(title: string, firstHour: number, lines: readonly PlotLine[]): string {
  const minutes = Math.max(...lines.map(({ values }) => values.length));
  const most = niceCeiling(Math.max(...lines.flatMap(({ values }) => values)));
  const x = (minute: number) =>
    round(margin.left + (minute / minutes) * (width - margin.left - margin.right));
  const y = (value: number) =>
    round(height - margin.bottom - (value / most) * (height - margin.top - margin.bottom));
  const hours = Array.from({ length: Math.floor(minutes / 120) + 1 }, (_, i) => i * 2);
  const steps = Array.from({ length: 5 }, (_, i) => (most / 4) * i);
  const parts = [
    `<rect width="${width}" height="${height}" rx="6" fill="#fdfcf9"/>`,
    text(margin.left, 20, title, 'font-weight="600"'),
    ...steps.map((step) => `<path d="M${margin.left} ${y(step)}H${width - margin.right}" stroke="#e4e0d6"/>`),
    ...steps.map((step) => text(margin.left - 6, y(step) + 4, String(step), 'text-anchor="end"')),
    ...hours.map((hour) => text(x(hour * 60), height - 8, `${firstHour + hour}:00`, 'text-anchor="middle"')),
    ...lines.map(({ values, color, filled }) =>
      filled
        ? `<path d="M${x(0)} ${y(0)}${toPath(values, x, y)}V${y(0)}Z" fill="${color}"/>`
        : `<path d="M${toPath(values, x, y).slice(1)}" fill="none" stroke="${color}" stroke-width="2"/>`,
    ),
    ...lines.flatMap(({ label, color }, i) => {
      const left = width - margin.right - (lines.length - i) * 150;
      return [
        `<rect x="${left}" y="11" width="12" height="10" rx="2" fill="${color}"/>`,
        text(left + 18, 20, label),
      ];
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}" font-family="system-ui, sans-serif" font-size="12">\n<title>${title}</title>\n${parts.join("\n")}\n</svg>\n`;
}

/** Only where a value changes: a step is two points, a day is not nine hundred. */
function toPath(
  values: readonly number[],
  x: (minute: number) => number,
  y: (value: number) => number,
): string {
  let path = "";
  values.forEach((value, minute) => {
    if (minute > 0 && value === values[minute - 1] && minute < values.length - 1) return;
    path += `${minute === 0 ? `L${x(0)} ` : `H${x(minute)}V`}${y(value)}`;
  });
  return path;
}

function text(x: number, y: number, words: string, more = ""): string {
  return `<text x="${x}" y="${y}" fill="#4a463d" ${more}>${words.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</text>`;
}

function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((factor) => factor * power).find((nice) => nice >= value)!;
}

const round = (value: number) => Math.round(value * 10) / 10;
