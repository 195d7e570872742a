// From a photo of the phone's camera to one that can be sent: drawn smaller on a canvas, which also leaves behind what the
// camera wrote beside the picture (place, time, model). The server does all of it again: this saves the phone's time.
import { fitted, isSmallEnough, qualities } from './photo-size.ts';

/** The photo as base64 of a JPEG, and as a canvas to look at; null when the file is no picture the browser can read. */
export async function shrinkPhoto(file: File): Promise<string | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (picture === null) return null;
  const { width, height } = fitted(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
  picture.close();
  for (const quality of qualities) {
    const base64 = canvas.toDataURL('image/jpeg', quality).replace(/^data:image\/jpeg;base64,/, '');
    if (isSmallEnough(base64)) return base64;
  }
  return null;
}
