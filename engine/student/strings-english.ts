import type { Strings } from "./strings.ts";

export const english: Strings = {
  language: "en",
  product: "Virtual Tutor",
  aiTutor: "AI tutor",
  skipToQuestion: "Skip to your question",
  loading: "Looking for your tutor…",
  stage: "Tutor",
  panel: "Lesson",
  caption: "What the tutor is saying",
  conversation: "Conversation",
  starters: "Questions to start with",
  sound: "Sound",
  volume: "Volume",
  mute: "Mute",
  unmute: "Turn sound on",
  turnOnSound: "Turn on sound",
  youCanAsk: "You could ask",
  optional: "Optional",
  startLesson: "Start lesson",
  startAgain: "Start a new lesson",
  tryAgain: "Try again",
  continueHere: "Continue here",
  endLesson: "End lesson",
  recordNote:
    "You will be talking with an AI, which can make mistakes. What you ask and what you hear is kept so that the people who run this tutor can read it.",
  yourQuestion: "Your question",
  questionHint: "Ask a question…",
  askNote: "Enter sends, Shift + Enter starts a new line, Esc stops the tutor.",
  send: "Send",
  stop: "Stop",
  stopTitle: "Stop speaking",
  jumpToLatest: "Newest answer",
  connecting: "Connecting…",
  reconnecting: "The connection was lost. Reconnecting…",
  you: "You",
  notHeard: "Not spoken:",
  interrupted: "Stopped here",
  cutOff: "The connection was lost here",
  answerFailed: "The tutor could not finish this answer. Ask again in a moment.",
  fromNotes: "From the tutor’s notes",
  notDelivered: "Not delivered",
  askAgain: "Ask again",
  ended: { title: "Lesson ended", advice: "Well done. Come back whenever you have another question." },
  states: {
    idle: "Ready for your question",
    listening: "Listening",
    thinking: "Thinking…",
    waking: "Waking up the model…",
    speaking: "Speaking",
    degraded: "Answering from the notes",
  },
  problems: {
    "address-wrong": {
      title: "This link is not complete",
      advice: "Check that you copied the whole address, or ask whoever gave it to you for a new one.",
    },
    "tutor-unknown": {
      title: "This tutor does not exist",
      advice: "It may have been removed, or the link may be wrong. Ask whoever gave it to you.",
    },
    "tutor-enrolled": {
      title: "This tutor is for enrolled students",
      advice: "Ask your school to open it for you, then try again.",
    },
    "backend-unreachable": {
      title: "We cannot reach the school’s server",
      advice: "Check your internet connection and try again. If it stays like this, tell your school.",
    },
    "backend-failing": {
      title: "The school’s server has a problem",
      advice: "This is not your fault. Try again in a minute; if it stays like this, tell your school.",
    },
    "too-many-visits": {
      title: "Too many lessons were started from here",
      advice: "Wait a little, then try again.",
    },
    "ticket-refused": {
      title: "The lesson could not be opened",
      advice: "Try again. If it stays like this, tell your school.",
    },
    "engine-unreachable": {
      title: "We cannot reach the tutor",
      advice: "Check your internet connection and try again. If it stays like this, tell your school.",
    },
    "engine-failing": {
      title: "The tutor has a problem",
      advice: "This is not your fault. Try again in a minute; if it stays like this, tell your school.",
    },
    "engine-full": {
      title: "All places are taken right now",
      advice: "Many students are having lessons. Try again in a moment.",
    },
    "offer-refused": {
      title: "Your browser and the tutor do not understand each other",
      advice: "Update your browser, or use a recent Chrome, Edge, Firefox or Safari.",
    },
    "no-picture": {
      title: "Picture and sound do not arrive",
      advice: "Your network may block live video (UDP). Try another network, or tell your school.",
    },
    "connection-lost": {
      title: "The connection was lost",
      advice: "We tried several times. Check your internet connection, then try again.",
    },
    replaced: {
      title: "Your lesson goes on in another window",
      advice: "Close the other window, or bring the lesson back here.",
    },
    "browser-unsupported": {
      title: "This browser cannot show live lessons",
      advice: "Use a recent Chrome, Edge, Firefox or Safari.",
    },
  },
  troubles: {
    "too-many-requests": "That was a lot of questions at once. Wait a moment, then ask again.",
    "invalid-request": "The tutor could not read that question. Try to put it differently.",
    "too-large": "That question is too long. Try a shorter one.",
    unavailable: "The tutor cannot answer right now. Try again in a moment.",
  },
  otherTrouble: "Something went wrong. Try again in a moment.",
  tutorPicture: (name) => `${name}, your tutor`,
  welcomeTitle: (name) => `Meet ${name}`,
  welcomeAbout: (name, subject) =>
    subject
      ? `${name} helps you with ${subject}: ask anything, interrupt whenever you like, and hear the answer spoken.`
      : `${name} answers your questions aloud. Ask anything, and interrupt whenever you like.`,
  guestName: (name) => `What should ${name} call you?`,
  askHint: (name) => `Ask ${name} anything. You can interrupt at any time.`,
  tryAgainIn: (seconds) => `Try again in ${seconds} seconds.`,
};
