import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { CheckField, TextArea } from '#src/ui/field.tsx'
import { type DecisionCase, type DecisionKind, proposeDecision } from '../contract.ts'

/** What is put to the vote. Star and score are not chosen: they are those of the audit. */
export function ProposeForm({ of, kinds }: { of: DecisionCase; kinds: readonly DecisionKind[] }) {
  const { t } = useTranslation(['decision', 'common'])
  const local = useLocalText()
  const [kind, setKind] = useState<DecisionKind | null>(null)
  const [scope, setScope] = useState(of.audit.scope)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [conditions, setConditions] = useState('')
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const propose = useCommand(proposeDecision)
  const missing = t('common:field.missing')
  const outletIds = of.outlets.map((outlet) => outlet.id).filter((id) => !left.has(id))
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!kind || !scope.trim() || !reason.trim()) return
    const body = {
      id: newId(),
      kind,
      scope: scope.trim(),
      outletIds,
      conditions: conditions.trim(),
      reason: reason.trim(),
    }
    propose.run({ params: { auditId: of.audit.id }, body }).catch(() => {})
  }
  const toggle = (id: string, isIn: boolean) => {
    const next = new Set(left)
    if (isIn) next.delete(id)
    else next.add(id)
    setLeft(next)
  }
  return (
    <form className="sp-stack" onSubmit={send} noValidate aria-label={t('propose')}>
      <h3>{t('propose')}</h3>
      <SegmentedChoice
        label={t('kindLabel')}
        options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={kind}
        onChange={setKind}
        error={isTried && !kind ? missing : undefined}
      />
      {of.result?.levelName && <p className="sp-soft">{t('starsFixed', { level: local(of.result.levelName) })}</p>}
      <TextArea
        label={t('scope')}
        required
        rows={2}
        maxLength={1000}
        value={scope}
        onChange={setScope}
        error={isTried && !scope.trim() ? missing : undefined}
      />
      {of.outlets.length > 0 && (
        <fieldset className="sp-field">
          <legend className="sp-field-label">
            {t('outlets')} ({t('outletCount', { count: outletIds.length })})
          </legend>
          <div className="dec-outlets">
            {of.outlets.map((outlet) => (
              <CheckField
                key={outlet.id}
                label={outlet.name}
                checked={!left.has(outlet.id)}
                onChange={(isIn) => toggle(outlet.id, isIn)}
              />
            ))}
          </div>
        </fieldset>
      )}
      <TextArea label={t('conditions')} rows={2} maxLength={2000} value={conditions} onChange={setConditions} />
      <TextArea
        label={t('reason')}
        required
        rows={3}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={isTried && !reason.trim() ? missing : undefined}
      />
      <FailureNote error={propose.error} />
      <Button kind="primary" type="submit" busy={propose.busy}>
        {t('sendProposal')}
      </Button>
    </form>
  )
}
