import type { Random } from "../../_support/random.ts";

/** A lesson that a student wants, in seconds of the day. */
export interface WantedLesson {
  readonly atSecond: number;
  readonly lengthSeconds: number;
}

/**
 * How long people talk over the Internet is a mix of two log-normal distributions: a short question, and real work (W.-E. Chen,
 * H.-N. Hung, Y.-B. Lin, "Modeling VoIP Call Holding Times for Telecommunications", IEEE Network 21(6), 2007). Medians and
 * spreads here are assumptions about students; a school's own lengths take their place once it has some.
 */
export interface LessonLengths {
  readonly shortShare: number;
  readonly shortMedianSeconds: number;
  readonly longMedianSeconds: number;
  /** Standard deviation of the logarithm. */
  readonly spread: number;
}

export const homeworkLengths: LessonLengths = {
  shortShare: 0.4,
  shortMedianSeconds: 3 * 60,
  longMedianSeconds: 16 * 60,
  spread: 0.7,
};

const secondsMax = 2 * 3600;
const secondsMin = 20;

export interface SchoolDay {
  /** Begins of periods, in hours of the day. */
  readonly periodHours: readonly number[];
  readonly periodMinutes: number;
  readonly classesAtOnce: number;
  readonly studentsInClass: number;
  /** Lessons from home, and when most of them begin. */
  readonly homeworkLessons: number;
  readonly homeworkPeakHour: number;
  readonly homeworkSpreadHours: number;
}

/** One school of about a thousand students, or a town of them: `times` of the same. */
export const schoolDay = (times: number): SchoolDay => ({
  periodHours: [8, 8.9, 9.9, 10.8, 11.7, 13.4],
  periodMinutes: 45,
  classesAtOnce: 8 * times,
  studentsInClass: 25,
  homeworkLessons: 700 * times,
  homeworkPeakHour: 18,
  homeworkSpreadHours: 1.8,
});

/** The lessons of one day in the order in which they begin. `lengths`: seconds that a school has measured; drawn with replacement. */
export function drawLessons(day: SchoolDay, random: Random, lengths?: readonly number[]): WantedLesson[] {
  const drawLength = () => (lengths ? random.pick(lengths) : drawMixed(homeworkLengths, random));
  const lessons: WantedLesson[] = [];
  for (const hour of day.periodHours) {
    const begin = hour * 3600;
    const bell = begin + day.periodMinutes * 60;
    for (let seat = 0; seat < day.classesAtOnce * day.studentsInClass; seat++) {
      // The teacher says "open your tutor": half of a class is there within a minute, nearly all within four.
      const atSecond = begin + 300 + Math.min(60 * Math.exp(0.8 * normal(random)), 900);
      lessons.push({ atSecond, lengthSeconds: Math.min(Math.max(drawLength(), 600), bell - atSecond) });
    }
  }
  for (let i = 0; i < day.homeworkLessons; i++) {
    const hour = day.homeworkPeakHour + day.homeworkSpreadHours * normal(random);
    if (hour > 14.5 && hour < 23) lessons.push({ atSecond: hour * 3600, lengthSeconds: drawLength() });
  }
  return lessons.toSorted((a, b) => a.atSecond - b.atSecond);
}

export function drawMixed(lengths: LessonLengths, random: Random): number {
  const median = random.chance(lengths.shortShare) ? lengths.shortMedianSeconds : lengths.longMedianSeconds;
  const seconds = median * Math.exp(lengths.spread * normal(random));
  return Math.min(Math.max(seconds, secondsMin), secondsMax);
}

/** Lengths in seconds, one in a line; others than from 1 s to a day are not lessons. Throws when nothing is left. */
export function readLengths(text: string): number[] {
  const lengths = text
    .split("\n")
    .map(Number)
    .filter((seconds) => seconds >= 1 && seconds <= 86_400);
  if (lengths.length === 0) throw new Error("the file holds no lengths: one in a line, in seconds");
  return lengths;
}

/** Box and Muller's way to a standard normal number. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
