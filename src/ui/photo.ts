const LONGEST_SIDE_PX = 1_600
const JPEG_QUALITY = 0.82

/** The size of a picture whose longer side is at most `longest`, proportions kept; never enlarged. */
export function fitWithin(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/**
 * A camera picture as a JPEG of at most 1,600 px a side, upright. Re-drawing leaves out EXIF, so no place or device data travels unseen.
 * Throws when the file is no picture the browser can read.
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const size = fitWithin(picture.width, picture.height, LONGEST_SIDE_PX)
  const canvas = document.createElement('canvas')
  canvas.width = size.width
  canvas.height = size.height
  const pen = canvas.getContext('2d')!
  // JPEG has no transparency: without paper under it, a see-through PNG would turn black.
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, size.width, size.height)
  pen.drawImage(picture, 0, 0, size.width, size.height)
  picture.close()
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the photo could not be drawn'))),
      'image/jpeg',
      JPEG_QUALITY,
    )
  })
}
