/** The words of the views about the installation: its parts and its keys. */
export const serviceEnglish = {
  healthAbout: "How the parts of the installation are right now.",
  checkAgain: "Check again",
  checkedAt: (when: string) => `Checked ${when}`,
  allWell: "Everything that lessons need is there.",
  notAllWell: "Something that lessons need is not there.",
  parts: {
    database: { name: "Database", use: "Keeps tutors, students and transcripts." },
    engine: { name: "Lesson engine", use: "Holds the lessons: speech, faces, pictures and sound." },
    ollama: { name: "Ollama", use: "Runs the language model that tutors answer with." },
    mageurite: { name: "Mageurite", use: "Draws neural faces on a machine with a GPU." },
  },
  advice: {
    database:
      "Nothing can be changed or read until it answers. Check that it runs and that its disk is not full.",
    engine: "No lesson can begin. Check that the engine runs and that this service reaches it.",
    ollama: "Tutors answer from their notes alone. Start Ollama, or set OLLAMA_BASE_URL to where it is.",
    mageurite: "Students see the embedded face instead. Check the avatar server and its GPU.",
  },
  states: { ok: "Works", down: "Down", off: "Not set up", unknown: "Not known" },
  keysAbout:
    "What tickets and sign-ins are signed with. Replacing a key ends no lesson and signs nobody out.",
  purposes: {
    ticket: { name: "Tickets", use: "The right of a student to begin a lesson. The engine checks it." },
    access: { name: "Sign-ins", use: "The access tokens of admins and students." },
  },
  activeKey: "Signs now",
  retiredKeys: "Replaced, still good for what they signed",
  replaceKey: "Replace",
  replaceTitle: "Replace this key?",
  replaceText:
    "A new key signs from 20 seconds later on. What the old one signed goes on working until it ends by itself.",
  replaced: "The key was replaced.",
  beingReplaced: "Somebody else is replacing this key. Look again in a moment.",
  keyCreated: (when: string) => `since ${when}`,
  keyRetired: (when: string) => `replaced ${when}`,
};
