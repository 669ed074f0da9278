import { Progress, Select } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listRecipients } from '#src/account/parcel/contract.ts'
import { addressOf } from '#src/client/address.ts'
import { call } from '#src/client/call.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { type TakeProgress, takeFile } from '#src/client/take-file.ts'
import { useMay } from '#src/client/use-may.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { Notice } from '#src/ui/states.tsx'
import * as contract from '../contract/application.ts'
import type { readChecklist } from '../contract/checklist.ts'
import { canApply } from '../rules/checklist.ts'
import { LackingNotice } from './confirm-lacking.tsx'

/** A pack of millions of records takes minutes. */
const PATIENCE_MS = 30 * 60_000

type DeliverProps = {
  list: Answer<typeof readChecklist>
  form: Answer<typeof contract.readApplicationForm>
}

export function DeliverCards({ list, form }: DeliverProps) {
  const { i18n } = useTranslation()
  const [language, setLanguage] = useState<'zh-CN' | 'en'>(i18n.language === 'en' ? 'en' : 'zh-CN')
  const may = useMay()
  return (
    <Stack>
      <ReportCard language={language} onLanguage={setLanguage} />
      {may(contract.downloadApplicationPack) && (
        <PackCard
          language={language}
          isDeclared={form.declared !== null}
          list={list}
          formVersion={form.saved?.version ?? null}
        />
      )}
    </Stack>
  )
}

type Language = 'zh-CN' | 'en'

function ReportCard({ language, onLanguage }: { language: Language; onLanguage: (language: Language) => void }) {
  const { t } = useTranslation('material')
  const taking = useTaking()
  const addressFor = (as: 'pdf' | 'docx') => addressOf(contract.downloadReport.path, undefined, { as, language })
  return (
    <Card title={t('deliver.report')}>
      <p>{t('deliver.reportLead')}</p>
      <RowOf>
        <Select
          aria-label={t('deliver.language')}
          value={language}
          onChange={onLanguage}
          options={[
            { value: 'zh-CN', label: t('deliver.chinese') },
            { value: 'en', label: t('deliver.english') },
          ]}
        />
        <Button kind="primary" busy={taking.isBusy} onClick={() => taking.take(addressFor('pdf'))}>
          {t('deliver.pdf')}
        </Button>
        <Button busy={taking.isBusy} onClick={() => taking.take(addressFor('docx'))}>
          {t('deliver.word')}
        </Button>
      </RowOf>
      {taking.shown}
    </Card>
  )
}

type PackProps = {
  language: Language
  isDeclared: boolean
  list: DeliverProps['list']
  formVersion: number | null
}

function PackCard({ language, isDeclared, list, formVersion }: PackProps) {
  const { t } = useTranslation('material')
  const taking = useTaking()
  const isReady = isDeclared && canApply(list.lines, list.confirmed).ok
  return (
    <Card title={t('deliver.pack')}>
      <p>{t('deliver.packLead')}</p>
      {!isDeclared && <Notice tone="warn" title={t('deliver.notDeclared')} />}
      <LackingNotice list={list} formVersion={formVersion} />
      <RowOf>
        <Button
          kind="primary"
          disabled={!isReady}
          busy={taking.isBusy}
          onClick={() => taking.take(addressOf(contract.downloadApplicationPack.path, undefined, { language }))}
        >
          {t('deliver.take')}
        </Button>
      </RowOf>
      {taking.shown}
      <Sending language={language} isReady={isReady} />
    </Card>
  )
}

function Sending({ language, isReady }: { language: Language; isReady: boolean }) {
  const { t } = useTranslation('material')
  const words = useFailureWords()
  const recipients = useEndpoint(listRecipients, { query: { limit: 200 } })
  const bodies = (recipients.data?.rows ?? []).filter((one) => one.isHere)
  const [orgId, setOrgId] = useState<string>()
  const [state, setState] = useState<'idle' | 'sending' | 'sent' | { error: unknown }>('idle')
  const commandId = useRef(newId())
  const send = () => {
    const to = bodies.find((one) => one.orgId === orgId)!
    const body = { toOrgId: to.orgId, toName: to.name, language }
    setState('sending')
    call(contract.sendApplication, { body }, { commandId: commandId.current, timeoutMs: PATIENCE_MS }).then(
      () => {
        commandId.current = newId()
        setState('sent')
      },
      (error: unknown) => setState({ error }),
    )
  }
  if (recipients.data && bodies.length === 0) return <p className="sp-soft">{t('deliver.noBody')}</p>
  return (
    <Stack>
      <h3>{t('deliver.send')}</h3>
      <p className="sp-soft">{t('deliver.sendLead')}</p>
      <RowOf>
        <Select
          aria-label={t('deliver.body')}
          placeholder={t('deliver.body')}
          style={{ minWidth: 240 }}
          value={orgId}
          onChange={(chosen) => {
            setOrgId(chosen)
            commandId.current = newId()
          }}
          options={bodies.map((one) => ({ value: one.orgId, label: one.name }))}
        />
        <Button disabled={!isReady || !orgId} busy={state === 'sending'} onClick={send}>
          {t('deliver.sendGo')}
        </Button>
      </RowOf>
      {state === 'sending' && <span role="status">{t('deliver.making')}</span>}
      {state === 'sent' && <Notice tone="good" title={t('deliver.sent')} />}
      {typeof state === 'object' && (
        <Notice tone="bad" title={words(state.error).title}>
          {words(state.error).detail}
        </Notice>
      )}
    </Stack>
  )
}

/** One download at a time, with how far it is and how it ended. */
function useTaking(): { isBusy: boolean; take: (address: string) => void; shown: ReactNode } {
  const { t } = useTranslation('material')
  const words = useFailureWords()
  const [progress, setProgress] = useState<TakeProgress | null>(null)
  const [outcome, setOutcome] = useState<{ done: true } | { error: unknown } | null>(null)
  const leaving = useRef<AbortController | null>(null)
  useEffect(() => () => leaving.current?.abort(), [])
  const take = (address: string) => {
    const controller = new AbortController()
    leaving.current = controller
    setOutcome(null)
    takeFile(address, setProgress, controller.signal)
      .then(
        () => setOutcome({ done: true }),
        (error: unknown) => controller.signal.aborted || setOutcome({ error }),
      )
      .finally(() => setProgress(null))
  }
  const percent =
    progress?.phase === 'receiving' && progress.total > 0 ? Math.floor((progress.bytes / progress.total) * 100) : 0
  const shown = (
    <>
      {progress?.phase === 'making' && <span role="status">{t('deliver.making')}</span>}
      {progress?.phase === 'receiving' && <Progress aria-label={t('deliver.receiving')} percent={percent} />}
      {outcome && 'done' in outcome && <Notice tone="good" title={t('deliver.taken')} />}
      {outcome && 'error' in outcome && (
        <Notice tone="bad" title={words(outcome.error).title}>
          {words(outcome.error).detail}
        </Notice>
      )}
    </>
  )
  return { isBusy: progress !== null, take, shown }
}
