/**
 * What `measure` yields once it `isEnough`, or at the last of so many times. What else a machine does for some seconds makes
 * work longer, on the clock and by the processor, and never shorter.
 */
export async function measured<Figures>(
  measure: () => Figures | Promise<Figures>,
  isEnough: (figures: Figures) => boolean,
  rounds = 5,
): Promise<Figures> {
  let figures = await measure();
  for (let round = 1; round < rounds && !isEnough(figures); round += 1) figures = await measure();
  return figures;
}
