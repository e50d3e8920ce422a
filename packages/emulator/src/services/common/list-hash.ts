/** The hash by which a client says that it has a list already (core.telegram.org/api/offsets, "hash generation"). */
export function listHash(numbers: Iterable<bigint | number>): bigint {
  let hash = 0n;
  for (const number of numbers) {
    hash ^= hash >> 21n;
    hash ^= BigInt.asUintN(64, hash << 35n);
    hash ^= hash >> 4n;
    hash = BigInt.asUintN(64, hash + BigInt(number));
  }
  return BigInt.asIntN(64, hash);
}
