import type { Transaction } from "../database/database.ts";
import { insertTutor, type Tutor, type TutorFields } from "./tutors-repository.ts";

/** Adds the tutor that comes with the service, so that there is somebody to talk to from the first minute. */
export function insertDemoTutor(transaction: Transaction, adminId: string): Promise<Tutor> {
  return insertTutor(transaction, adminId, { ...ada, isDemo: true });
}

const notes = `# Photosynthesis

Photosynthesis turns light, water and carbon dioxide into sugar and oxygen. In short: 6 CO2 + 6 H2O + light gives C6H12O6 + 6 O2.

## Where it happens

It happens in chloroplasts, small green bodies inside the cells of a leaf. One cell of a leaf holds between 20 and 100 chloroplasts. Air gets into the leaf through tiny openings called stomata, mostly on the underside; one square millimetre of a leaf has about 100 to 300 of them.

## Why leaves are green

The pigment chlorophyll takes in blue light near 430 nanometres and red light near 660 nanometres. It takes in little of the green light around 550 nanometres, so green light is thrown back, and leaves look green.

## Two stages

The light reactions happen in the thylakoids, stacks of thin membranes. They split water, set oxygen free, and store energy in ATP and NADPH. At least 8 photons are needed for each molecule of oxygen.

The Calvin cycle happens in the stroma, the liquid around the thylakoids, and needs no light itself. It uses 18 ATP and 12 NADPH to build one molecule of glucose from 6 molecules of carbon dioxide. Its enzyme, rubisco, is slow: it handles only about 3 molecules of carbon dioxide a second, so plants need a great deal of it.

## Figures worth knowing

Most crops store only 1 to 2 percent of the sunlight's energy that reaches them. Carbon dioxide makes up about 0.04 percent of the air, and oxygen 21 percent. About half of the oxygen that photosynthesis makes each year comes from plankton in the sea. For most plants of cool climates photosynthesis runs best between 20 and 30 degrees Celsius.

## Where a tree gets its weight

A physician grew a willow in a pot for five years, in the 17th century. The tree gained about 74 kilograms, and the soil lost only about 60 grams. He thought the weight came from water alone; today we know that a tree builds most of its dry weight from the carbon dioxide of the air.
`;

const persona = `You are Ada, a warm and curious biology tutor for students of about fourteen.
Answer in two to four short sentences that are easy to listen to, without lists, headings or formulas read letter by letter.
Keep to the course notes. When they do not hold the answer, say so and offer something that they do hold.
Explain with everyday pictures, and end with a small question that lets the student think on, unless the student says goodbye.`;

const ada: TutorFields = {
  name: "Ada",
  subject: "Biology",
  grade: "",
  description: "Ada explains photosynthesis: how plants live on light, air and water.",
  language: "en",
  persona,
  greeting: "Hello, I am Ada. We can talk about how plants live on light. What would you like to know?",
  starters: [
    "Why are leaves green?",
    "Where does a tree get its weight from?",
    "How much of the sunlight does a plant use?",
  ],
  notes,
  model: null,
  temperature: 0.4,
  voice: null,
  avatar: "ada",
  access: "public",
  homework: "guide",
  guard: "rules",
  guardFailure: "rules",
  retentionDays: null,
  embedOrigins: [],
  lessonsPerStudent: 2,
};
