import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { type RegisterRow, searchRegister } from '../contract.ts'
import './register.css'
import { StatusPill } from './standing.tsx'

/** Anybody looks a certificate up, by number, credit code or a part of the holder's name. */
export default function Search() {
  const { t } = useTranslation('certificate')
  useTitle(t('register.title'))
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const [isShort, setShort] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const plain = text.trim()
    setShort(plain.length < 2)
    if (plain.length >= 2) setAsked(plain)
  }
  return (
    <Stack>
      <section className="sp-portal-hello">
        <h1>{t('register.title')}</h1>
        <p>{t('register.intro')}</p>
      </section>
      <Card>
        <form className="sp-register-search" onSubmit={submit} noValidate>
          <TextField
            label={t('register.search')}
            hint={t('register.searchHint')}
            required
            value={text}
            onChange={setText}
            maxLength={100}
            autoComplete="off"
            error={isShort ? t('register.tooShort') : undefined}
          />
          <Button type="submit" kind="primary" icon="search">
            {t('register.go')}
          </Button>
        </form>
      </Card>
      {asked && <Found asked={asked} key={asked} />}
    </Stack>
  )
}

function Found({ asked }: { asked: string }) {
  const { t } = useTranslation('certificate')
  const words = useFailureWords()
  const [cursor, setCursor] = useState<string>()
  const read = useEndpoint(searchRegister, { query: { search: asked, limit: 20, cursor } }, { keepPrevious: true })
  if (read.error) return <Failed {...words(read.error)} onRetry={() => void read.refetch()} />
  if (!read.data) return <Skeleton lines={4} />
  const { rows, nextCursor } = read.data
  if (rows.length === 0) return <Empty icon="question" title={t('register.none')} detail={t('register.noneHint')} />
  return (
    <Card title={t('register.found')}>
      <ul className="sp-list">
        {rows.map((row) => (
          <li key={`${row.body.slug} ${row.number}`}>
            <Row row={row} />
          </li>
        ))}
      </ul>
      {nextCursor && <Button onClick={() => setCursor(nextCursor)}>{t('register.more')}</Button>}
    </Card>
  )
}

function Row({ row }: { row: RegisterRow }) {
  const { t } = useTranslation('certificate')
  return (
    <Link className="sp-list-one" href={`/certificates/${encodeURIComponent(row.number)}?body=${row.body.slug}`}>
      <span className="sp-list-words">
        <strong>{row.holderName}</strong>
        <span className="sp-soft">
          {row.number} · {row.body.name}
        </span>
      </span>
      {row.stars > 0 ? <StarsShown value={row.stars} /> : <Pill>{t('register.qualified')}</Pill>}
      <StatusPill status={row.standing.status} />
    </Link>
  )
}
