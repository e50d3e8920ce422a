/** The real clients against both servers and the embedded data centre; on request (make test-clients), for they are large. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import { checkCodex } from './codex.js';
import { checkInspector } from './inspector.js';
import { openLab, type Lab } from './lab.js';

let lab: Lab;
let house: House;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.remove());
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

describe('real clients', () => {
  it('Inspector lists and calls what tgmcp config wrote', () => checkInspector(lab, house));

  it('Codex takes what tgmcp config writes and prints, lists, reads, and sends what a form approved', () =>
    checkCodex(lab, house));
});
