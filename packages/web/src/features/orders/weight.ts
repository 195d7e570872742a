// Grams on the wire, kilograms for people.

const kilograms = new Intl.NumberFormat('en-IE', {
  style: 'unit',
  unit: 'kilogram',
  maximumFractionDigits: 3,
});

export function inKilograms(grams: number): string {
  return kilograms.format(grams / 1_000);
}
