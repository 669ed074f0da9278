import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useEndpoint } from '#src/client/hooks.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Notice } from '#src/ui/states.tsx'
import { readPortal } from '../../tracking/contract.ts'

/** The request is in: its number, and the link that follows it. The secret is shown only here. */
export function Made({ number, secret }: { number: string; secret: string }) {
  const { t } = useTranslation('portal')
  const [isCopied, setCopied] = useState(false)
  const hotline = useEndpoint(readPortal, { query: {} }).data?.hotline
  const link = `${window.location.origin}/t/${secret}`
  return (
    <Stack>
      <Notice tone="good" title={t('made.title')}>
        {t('made.number', { number })}
      </Notice>
      <Card>
        <Stack>
          <p>{t('made.keep')}</p>
          <TextField
            label={t('made.link')}
            required
            readOnly
            value={link}
            onChange={() => {}}
            onFocus={(event) => event.target.select()}
          />
          <Button
            icon={isCopied ? 'check' : undefined}
            onClick={() =>
              void navigator.clipboard.writeText(link).then(
                () => setCopied(true),
                () => {},
              )
            }
          >
            {isCopied ? t('made.copied') : t('made.copy')}
          </Button>
          <Link href={`/t/${secret}`} className={buttonClass({ kind: 'primary', large: true })}>
            {t('made.open')}
          </Link>
          {hotline && <p className="sp-soft">{t('made.hotline', { hotline })}</p>}
        </Stack>
      </Card>
    </Stack>
  )
}
