import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { toast } from '#src/ui/toast.tsx'

/** Text to copy; where the browser does not let us, it is selected for the person's own Ctrl+C. */
export function CopyText({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation('request')
  const field = useRef<HTMLInputElement>(null)
  const refused = () => {
    field.current?.select()
    toast(t('copy.failed'), { bad: true })
  }
  const copy = () => {
    if (!navigator.clipboard) return refused()
    navigator.clipboard.writeText(text).then(() => toast(t('copy.done')), refused)
  }
  return (
    <span className="svc-copy">
      <input
        ref={field}
        className="sp-input"
        readOnly
        aria-label={label}
        value={text}
        onFocus={(e) => e.target.select()}
      />
      <Button onClick={copy}>{t('copy.go')}</Button>
    </span>
  )
}
