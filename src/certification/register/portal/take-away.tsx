import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import type { RegisterEntry } from '../contract.ts'
import { registerFile } from './standing.tsx'

const FILES = ['certificate.pdf', 'credential.json', 'proof.json', 'bundle.zip'] as const

/** What anybody may take away, to verify it elsewhere and later. */
export function Downloads({ entry }: { entry: RegisterEntry }) {
  const { t } = useTranslation('certificate')
  const { slug } = entry.body
  const base = `/api/public/bodies/${slug}`
  const listed = [
    ...FILES.map((file) => ({ key: file.replace('.', '_'), href: registerFile(entry.says.number, file, slug) })),
    {
      key: 'status_lists',
      href: `${base}/status/suspension/0${entry.onDay === entry.todayOn ? '' : `?on=${entry.onDay}`}`,
    },
    { key: 'root_pem', href: `${base}/root.pem` },
  ]
  return (
    <Card title={t('register.verify')}>
      <p>{t('register.verifyHint')}</p>
      <ul className="sp-register-downloads">
        {listed.map(({ key, href }) => (
          <li key={key}>
            <a href={href} target="_blank" rel="noreferrer">
              <strong>{t(`download.${key as 'proof_json'}.name`)}</strong>
              <span>{t(`download.${key as 'proof_json'}.hint`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** A badge with live status for the holder's pages, and the words for packaging. */
export function BadgeCard({ entry }: { entry: RegisterEntry }) {
  const { t, i18n } = useTranslation('certificate')
  const { says, body } = entry
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en'
  const origin = window.location.origin
  const image = `${registerFile(says.number, 'badge.svg', body.slug)}&lang=${language}`
  const page = `${origin}/certificates/${encodeURIComponent(says.number)}?body=${body.slug}`
  const values = {
    body: body.name,
    number: says.number,
    standard: says.standard.reference,
    level: says.level.name[language],
  }
  const alt = t('register.badgeAlt', values)
  const html = `<a href="${page}"><img src="${origin}${image.replaceAll('&', '&amp;')}" width="280" height="84" alt="${alt.replace(/[&<>"]/g, '')}"></a>`
  const packaging = t('register.packagingText', { ...values, page })
  return (
    <Card title={t('register.badge')}>
      <Stack>
        <p>{t('register.badgeHint')}</p>
        <img src={image} width={280} height={84} alt={alt} />
        <Snippet label={t('register.html')} text={html} />
        <Snippet label={t('register.packaging')} text={packaging} />
      </Stack>
    </Card>
  )
}

function Snippet({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation('certificate')
  const [isCopied, setCopied] = useState(false)
  const copy = () => void navigator.clipboard?.writeText(text).then(() => setCopied(true))
  return (
    <div>
      <strong>{label}</strong>
      <pre className="sp-register-code">{text}</pre>
      <Button kind="quiet" icon={isCopied ? 'check' : undefined} onClick={copy}>
        {isCopied ? t('register.copied') : t('register.copy')}
      </Button>
    </div>
  )
}
