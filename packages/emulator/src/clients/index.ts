/** What leads clients in one's own process to an emulator, library by library. */
export { emulatorSocket, trustEmulator } from './gramjs.js';
export { emulatorTransport } from './mtcute.js';
