import { Checkbox, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { ConfirmDialog, Dialog } from '#src/ui/dialog.tsx'
import { toast } from '#src/ui/toast.tsx'
import { dayOf } from '#src/ui/when.ts'
import * as contract from '../contract/endpoints.ts'

type ActionsProps = { rules: contract.RulesDetail; hasDraft: boolean; onChoose: (id: string | null) => void }

/** Export, import, a new draft, dropping it, putting it in force: each only for whom it is. */
export function RulesActions({ rules, hasDraft, onChoose }: ActionsProps) {
  const { t } = useTranslation('client')
  const may = useMay()
  const failureWords = useFailureWords()
  const [asking, setAsking] = useState<'put' | 'drop' | null>(null)
  const drafting = useCommand(contract.draftRules)
  const dropping = useCommand(contract.dropRulesDraft)
  const told = (failure: unknown) => toast(failureWords(failure).title, { bad: true })
  const draft = () => drafting.run({ body: { id: newId(), copyOf: rules.id } }).then(({ id }) => onChoose(id), told)
  const drop = () =>
    dropping
      .run({ params: { rulesId: rules.id }, query: { version: String(rules.version) } })
      .then(() => onChoose(null), told)
      .finally(() => setAsking(null))
  const isDraft = rules.state === 'draft'
  return (
    <RowOf>
      <a className={buttonClass({})} href={addressOf(contract.exportRules.path, { rulesId: rules.id }, {})} download>
        {t('rules.export')}
      </a>
      {may(contract.importRules) && <ImportRules onDone={onChoose} />}
      {!hasDraft && may(contract.draftRules) && (
        <Button busy={drafting.busy} onClick={draft}>
          {t('rules.draft')}
        </Button>
      )}
      {isDraft && may(contract.dropRulesDraft) && <Button onClick={() => setAsking('drop')}>{t('rules.drop')}</Button>}
      {isDraft && may(contract.putRulesInForce) && (
        <Button kind="primary" icon="check" onClick={() => setAsking('put')}>
          {t('rules.putInForce')}
        </Button>
      )}
      {asking === 'put' && <PutInForce rules={rules} onClose={() => setAsking(null)} />}
      <ConfirmDialog
        open={asking === 'drop'}
        title={t('rules.drop')}
        detail={t('rules.dropHint')}
        go={t('rules.drop')}
        danger
        busy={dropping.busy}
        onGo={() => void drop()}
        onClose={() => setAsking(null)}
      />
    </RowOf>
  )
}

/** Whoever puts rules in force knows how many figures are only defaults. */
function PutInForce({ rules, onClose }: { rules: contract.RulesDetail; onClose: () => void }) {
  const { t } = useTranslation(['client', 'common'])
  const fieldId = useId()
  const [fromOn, setFromOn] = useState(() => dayOf(new Date().toISOString()))
  const [isAccepted, setAccepted] = useState(false)
  const putting = useCommand(contract.putRulesInForce)
  const count = rules.unconfirmedCount
  const put = () =>
    putting
      .run({ params: { rulesId: rules.id }, body: { version: rules.version, fromOn, acceptsUnconfirmed: count } })
      .then(onClose, () => {})
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        {t('common:action.cancel')}
      </Button>
      <Button kind="primary" busy={putting.busy} disabled={count > 0 && !isAccepted} onClick={put}>
        {t('rules.putInForce')}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t('rules.putInForce')} actions={actions}>
      <Stack>
        <p>{t('rules.putHint')}</p>
        <label htmlFor={fieldId}>
          {t('rules.fromOn')}{' '}
          <DatePicker
            id={fieldId}
            allowClear={false}
            value={dayjs(fromOn)}
            onChange={(day) => day && setFromOn(day.format('YYYY-MM-DD'))}
            getPopupContainer={(near) => near.closest('dialog') ?? document.body}
          />
        </label>
        {count > 0 && (
          <Checkbox checked={isAccepted} onChange={(event) => setAccepted(event.target.checked)}>
            {t('rules.acceptUnconfirmed', { count })}
          </Checkbox>
        )}
        <FailureNote error={putting.error} />
      </Stack>
    </Dialog>
  )
}

function ImportRules({ onDone }: { onDone: (id: string) => void }) {
  const { t } = useTranslation('client')
  const failureWords = useFailureWords()
  const picker = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<{ name: string; text: string } | null>(null)
  const importing = useCommand(contract.importRules)
  const take = () => {
    if (!file) return
    importing
      .run({ body: { id: newId(), text: file.text } })
      .then(
        ({ id }) => onDone(id),
        (failure: unknown) => toast(failureWords(failure).title, { bad: true }),
      )
      .finally(() => setFile(null))
  }
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept=".yaml,.yml"
        hidden
        aria-label={t('rules.import')}
        onChange={(event) => {
          const [picked] = event.target.files ?? []
          if (picked) void picked.text().then((text) => setFile({ name: picked.name, text }))
          event.target.value = ''
        }}
      />
      <Button onClick={() => picker.current?.click()}>{t('rules.import')}</Button>
      <ConfirmDialog
        open={file !== null}
        title={t('rules.importTitle')}
        detail={t('rules.importHint', { name: file?.name ?? '' })}
        go={t('rules.import')}
        onGo={take}
        onClose={() => setFile(null)}
        busy={importing.busy}
      />
    </>
  )
}
