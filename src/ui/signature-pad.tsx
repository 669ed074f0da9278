import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { CheckField, TextField } from './field.tsx'
import { type InkPoint, inkPath, isSigned, type Stroke } from './signature-ink.ts'
import './signature-pad.css'

/** `image` is a PNG on white. `typedName` is set when the person typed a name instead of drawing: the record must say which. */
export type Signature = { image: Blob; typedName: string | null }

// Ink and paper are fixed: the picture is evidence and looks the same in a dark room.
const INK = '#10233f'
const PAPER = '#ffffff'
const INK_WIDTH = 2.6
const TYPED_SIZE = { width: 640, height: 220 }

function paint(canvas: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  const { clientWidth, clientHeight } = canvas
  const scale = Math.max(2, window.devicePixelRatio)
  canvas.width = clientWidth * scale
  canvas.height = clientHeight * scale
  const pen = canvas.getContext('2d')!
  pen.scale(scale, scale)
  pen.fillStyle = PAPER
  pen.fillRect(0, 0, clientWidth, clientHeight)
  pen.strokeStyle = INK
  pen.lineWidth = INK_WIDTH
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  for (const stroke of strokes) pen.stroke(new Path2D(inkPath(stroke)))
}

function paintName(name: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = TYPED_SIZE.width
  canvas.height = TYPED_SIZE.height
  const pen = canvas.getContext('2d')!
  pen.fillStyle = PAPER
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = INK
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.font = `72px ${getComputedStyle(document.body).fontFamily}`
  pen.fillText(name, canvas.width / 2, canvas.height / 2, canvas.width - 40)
  return canvas
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the signature could not be drawn'))), 'image/png')
  })
}

/** The customer signs on the glass; who cannot draw types the name and confirms it. */
export function SignaturePad({ onDone, busy = false }: { onDone: (signature: Signature) => void; busy?: boolean }) {
  const { t } = useTranslation('common')
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef<InkPoint[] | null>(null)
  const [strokes, setStrokes] = useState<readonly Stroke[]>([])
  const [isTyping, setTyping] = useState(false)
  const [name, setName] = useState('')
  const [isConfirmed, setConfirmed] = useState(false)

  useEffect(() => {
    const element = canvas.current
    if (!element) return
    paint(element, strokes)
    const watcher = new ResizeObserver(() => paint(element, strokes))
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [strokes])

  const pointOf = (event: { clientX: number; clientY: number }): InkPoint => {
    const box = canvas.current!.getBoundingClientRect()
    return { x: Math.round((event.clientX - box.left) * 10) / 10, y: Math.round((event.clientY - box.top) * 10) / 10 }
  }
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.isPrimary) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drawing.current = [pointOf(event)]
  }
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!drawing.current) return
    // Coalesced: the browser hands over one event a frame, but keeps every place the finger passed.
    const passed = event.nativeEvent.getCoalescedEvents?.() ?? []
    drawing.current.push(...(passed.length > 0 ? passed : [event.nativeEvent]).map(pointOf))
    paint(event.currentTarget, [...strokes, drawing.current])
  }
  const end = () => {
    if (drawing.current) setStrokes([...strokes, drawing.current])
    drawing.current = null
  }
  const isReady = isTyping ? name.trim() !== '' && isConfirmed : isSigned(strokes)
  const finish = async () => {
    if (!isReady) return
    if (isTyping) onDone({ image: await pngOf(paintName(name.trim())), typedName: name.trim() })
    else onDone({ image: await pngOf(canvas.current!), typedName: null })
  }

  return (
    <div className="sp-stack">
      {isTyping ? (
        <>
          <TextField
            label={t('signature.typedName')}
            required
            value={name}
            onChange={setName}
            maxLength={60}
            autoComplete="name"
          />
          <CheckField label={t('signature.typedConfirm')} checked={isConfirmed} onChange={setConfirmed} />
        </>
      ) : (
        <div className="sp-sign">
          <canvas
            ref={canvas}
            className="sp-sign-pad"
            role="img"
            aria-label={t('signature.pad')}
            onPointerDown={begin}
            onPointerMove={draw}
            onPointerUp={end}
            onPointerCancel={end}
          />
          {strokes.length === 0 && <span className="sp-sign-hint">{t('signature.hint')}</span>}
          <span className="sp-sign-line" aria-hidden="true" />
        </div>
      )}
      <div className="sp-sign-actions">
        {!isTyping && (
          <>
            <Button
              kind="quiet"
              icon="undo"
              disabled={strokes.length === 0}
              onClick={() => setStrokes(strokes.slice(0, -1))}
            >
              {t('action.undo')}
            </Button>
            <Button kind="quiet" icon="close" disabled={strokes.length === 0} onClick={() => setStrokes([])}>
              {t('action.clear')}
            </Button>
          </>
        )}
        <Button kind="quiet" icon="pen" onClick={() => setTyping(!isTyping)}>
          {isTyping ? t('signature.drawn') : t('signature.typed')}
        </Button>
      </div>
      <Button kind="primary" block large busy={busy} disabled={!isReady} onClick={() => void finish()}>
        {t('signature.done')}
      </Button>
    </div>
  )
}
