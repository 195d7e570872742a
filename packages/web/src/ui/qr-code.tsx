// A QR code as SVG elements: one path, drawn from the matrix; no markup string is ever parsed.
import { encode } from 'uqr';

const quietZone = 4; // modules of white around the code, as ISO/IEC 18004 asks

export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#14213a" />
    </svg>
  );
}
