import { type ChangeEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { newId } from '#src/shared/id.ts'
import { buttonClass } from '#src/ui/button.tsx'
import { Card, Facts, RowOf, Stack } from '#src/ui/card.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { VisitKit } from '../contract/kit.ts'
import { readVisitKit, saveVisitKit } from '../contract/visit.ts'
import { KitContent } from './kit-content.tsx'

/** What teams take along: shown as it is, taken out as a file, changed there and brought back as a new version. */
export default function KitPage() {
  const { t, i18n } = useTranslation('visit')
  const local = useLocalText()
  const words = useFailureWords()
  const may = useMay()
  useTitle(t('kit.title'))
  const read = useEndpoint(readVisitKit, {}, { follows: ['visit_kit'] })
  if (!read.data)
    return read.error ? <Failed {...words(read.error)} onRetry={() => void read.refetch()} /> : <Skeleton lines={8} />
  const { number, madeAt, madeByName, kit } = read.data
  return (
    <Stack>
      <div>
        <Link href="/visits" className={buttonClass({ kind: 'quiet' })}>
          {t('title')}
        </Link>
      </div>
      <h1>{local(kit.title)}</h1>
      <Card>
        <Stack>
          <Facts
            of={[
              [t('kit.version'), number === 0 ? t('kit.untouched') : String(number)],
              [t('kit.madeAt'), madeAt && `${madeByName} · ${showAt(madeAt, i18n.language)}`],
            ]}
          />
          <p className="sp-soft">{t('kit.hint')}</p>
          <RowOf>
            <Export kit={kit} number={number} />
            {may(saveVisitKit) && <Import number={number} />}
          </RowOf>
        </Stack>
      </Card>
      <KitContent kit={kit} />
    </Stack>
  )
}

function Export({ kit, number }: { kit: VisitKit; number: number }) {
  const { t } = useTranslation('visit')
  const save = () => {
    const address = URL.createObjectURL(new Blob([JSON.stringify(kit, null, 2)], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = address
    link.download = `${kit.id}-${number}.json`
    link.click()
    URL.revokeObjectURL(address)
  }
  return (
    <button type="button" className={buttonClass()} onClick={save}>
      {t('kit.export')}
    </button>
  )
}

function Import({ number }: { number: number }) {
  const { t } = useTranslation('visit')
  const words = useFailureWords()
  const save = useCommand(saveVisitKit)
  const [problems, setProblems] = useState<readonly string[]>([])
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    if (!file) return
    // No JSON at all is a file like any other that does not fit.
    const raw: unknown = await new Response(file).json().catch(() => null)
    event.target.value = ''
    const read = VisitKit.safeParse(raw)
    setProblems(read.success ? [] : read.error.issues.slice(0, 8).map((issue) => issue.path.join(' › ') || file.name))
    if (read.success) save.run({ body: { kitId: newId(), number, kit: read.data } }).catch(() => {})
  }
  return (
    <>
      <span className="sp-file">
        <span className={buttonClass({ kind: 'primary' })} aria-hidden="true">
          {t('kit.import')}
        </span>
        <input
          type="file"
          accept=".json,application/json"
          aria-label={t('kit.import')}
          onChange={(e) => void take(e)}
        />
      </span>
      {problems.length > 0 && (
        <Notice tone="bad" title={t('kit.unsound')}>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      {save.error && <Notice tone="bad" {...words(save.error)} />}
    </>
  )
}
