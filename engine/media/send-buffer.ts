import { dlopen, FFIType, ptr } from "bun:ffi";

/** Of socket(7): what the system calls the option, and the library that has the call. */
const systems: Partial<Record<NodeJS.Platform, { libraries: string[]; level: number; option: number }>> = {
  linux: { libraries: ["libc.so.6", "libc.so"], level: 1, option: 7 },
  darwin: { libraries: ["libSystem.B.dylib"], level: 0xffff, option: 0x1001 },
};
const intBytes = 4;

/**
 * Bounds what the system keeps of a TCP socket's bytes until the other side has them; what a listening socket has, the
 * connections it accepts have, too. Left to itself the system keeps megabytes, which on a slow link are many seconds of
 * pictures that nobody wants any more, and the runtime has no call of its own for it. False where the system does not let us.
 */
export function boundSendBuffer(fileDescriptor: number, bytes: number): boolean {
  const system = systems[process.platform];
  for (const name of system?.libraries ?? []) {
    try {
      const { symbols, close } = dlopen(name, {
        setsockopt: {
          args: [FFIType.i32, FFIType.i32, FFIType.i32, FFIType.ptr, FFIType.u32],
          returns: FFIType.i32,
        },
      });
      const value = new Int32Array([bytes]);
      const { level, option } = system!;
      const result = symbols.setsockopt(fileDescriptor, level, option, ptr(value), intBytes);
      close();
      return result === 0;
    } catch {
      // Another system has it under another name.
    }
  }
  return false;
}
