import type { WorldDocument, WorldPhoto } from './model.js';

type StoredFile = WorldPhoto | WorldDocument;

/** Photos and documents by id; those of generated messages are made when they are asked for. */
export class FileTable extends Map<bigint, StoredFile> {
  readonly #sources: ((id: bigint) => StoredFile | undefined)[] = [];

  /** Asks `source` for ids that are not in the table. */
  addSource(source: (id: bigint) => StoredFile | undefined): void {
    this.#sources.push(source);
  }

  override get(id: bigint): StoredFile | undefined {
    const known = super.get(id);
    if (known !== undefined) return known;
    for (const source of this.#sources) {
      const made = source(id);
      if (made !== undefined) return made;
    }
    return undefined;
  }

  override has(id: bigint): boolean {
    return this.get(id) !== undefined;
  }
}
