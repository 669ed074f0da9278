import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { downloadFile } from '#src/server/files/contract.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Card, Facts, RowOf } from '#src/ui/card.tsx'
import { showAt } from '#src/ui/when.ts'
import { type ContractDetail, cancelContract, downloadContract, offerContract } from '../contract.ts'
import { canDo } from '../rules/state.ts'
import { showDays, showYuan } from '../rules/words.ts'
import { ContractPill } from './contract-table.tsx'
import { SignForm } from './sign-form.tsx'

/** A quotation on its way to a signed contract. */
export function ContractCard({ contract }: { contract: ContractDetail }) {
  const { t, i18n } = useTranslation('client')
  const { number, signedOn, signedByClient, signedByBody, fileSha256, cancelledReason, offeredAt } = contract
  const language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en'
  const document = (format: 'pdf' | 'docx') =>
    addressOf(downloadContract.path, { contractId: contract.id }, { format, language })
  return (
    <Card title={number} aside={<ContractPill state={contract.state} />}>
      <Facts
        of={[
          [t('contract.client'), contract.clientName],
          [t('contract.days'), showDays(contract.initialTenths)],
          [t('contract.initialFee'), showYuan(contract.feeFen)],
          [t('contract.quotedAt'), showAt(contract.quotedAt, i18n.language)],
          [t('contract.offeredAt'), offeredAt && showAt(offeredAt, i18n.language)],
          [
            t('contract.signedOn'),
            signedOn && t('contract.signed', { day: signedOn, client: signedByClient, body: signedByBody }),
          ],
        ]}
      />
      {cancelledReason && <p>{t('contract.cancelled', { reason: cancelledReason })}</p>}
      <RowOf>
        <a className={buttonClass({})} href={document('pdf')} download>
          {t('contract.pdf')}
        </a>
        <a className={buttonClass({})} href={document('docx')} download>
          {t('contract.word')}
        </a>
        {fileSha256 && (
          <a
            className={buttonClass({})}
            href={addressOf(downloadFile.path, { sha256: fileSha256 }, {})}
            target="_blank"
            rel="noreferrer"
          >
            {t('contract.open')}
          </a>
        )}
      </RowOf>
      <Acts contract={contract} />
    </Card>
  )
}

function Acts({ contract }: { contract: ContractDetail }) {
  const { t } = useTranslation('client')
  const may = useMay()
  const [doing, setDoing] = useState<'sign' | 'cancel' | null>(null)
  const offering = useCommand(offerContract)
  const cancelling = useCommand(cancelContract)
  const params = { contractId: contract.id }
  const { version } = contract
  if (!may(offerContract)) return null
  return (
    <>
      <RowOf>
        {canDo('offer', contract).ok && (
          <Button
            kind={contract.offeredAt ? 'plain' : 'primary'}
            busy={offering.busy}
            onClick={() =>
              offering.run({ params, body: { version } }).then(
                () => {},
                () => {},
              )
            }
          >
            {t(contract.offeredAt ? 'contract.offerAgain' : 'contract.offer')}
          </Button>
        )}
        {canDo('sign', contract).ok && (
          <Button kind="primary" onClick={() => setDoing('sign')}>
            {t('contract.sign')}
          </Button>
        )}
        {canDo('cancel', contract).ok && (
          <Button kind="quiet" onClick={() => setDoing('cancel')}>
            {t('contract.cancel')}
          </Button>
        )}
      </RowOf>
      <FailureNote error={offering.error} />
      {doing === 'sign' && <SignForm contract={contract} onClose={() => setDoing(null)} />}
      {doing === 'cancel' && (
        <FormDrawer<{ reason: string }>
          title={t('contract.cancel')}
          initial={{}}
          send={({ reason }) => cancelling.run({ params, body: { version, reason } })}
          busy={cancelling.busy}
          error={cancelling.error}
          onClose={() => setDoing(null)}
          danger
          sendWords={t('contract.cancel')}
        >
          <p>{t('contract.cancelHint')}</p>
          <TextField name="reason" label={t('act.reason')} required max={500} lines={3} />
        </FormDrawer>
      )}
    </>
  )
}
