import { classes, Message, methods } from "werift";

/** The engine's, from its answer. */
export const credentialsOf = (answer: string) => ({
  ufrag: /a=ice-ufrag:(.*)\r/.exec(answer)![1]!,
  password: /a=ice-pwd:(.*)\r/.exec(answer)![1]!,
});

/** A browser's connectivity check (RFC 8445, section 7.2.2); with `nominates` it takes the way. */
export function toCheck(user: string, password: string, { nominates = false } = {}): Buffer {
  const message = new Message(methods.BINDING, classes.REQUEST);
  message.setAttribute("USERNAME", user).setAttribute("PRIORITY", 1).setAttribute("ICE-CONTROLLING", 1n);
  if (nominates) message.setAttribute("USE-CANDIDATE", null);
  return message.addMessageIntegrity(Buffer.from(password)).addFingerprint().bytes;
}
