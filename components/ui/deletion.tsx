import { type ReactNode, useState } from 'react'
import { faultWords } from './fault-words.ts'
import { dangerButton, plainButton } from './looks.ts'

export type Deletion = {
  readonly step: 'shown' | 'asked' | 'busy'
  readonly ask: () => void
  readonly keep: () => void
  readonly confirm: () => void
}

type QuestionProps = { readonly deletion: Deletion; readonly label: string; readonly icon?: ReactNode }

/** A deletion that is asked for first, and then meant. @param remove rejects where nothing was deleted: `onFault` is told why. */
export function useDeletion(remove: () => Promise<void>, onFault: (why: string | null) => void): Deletion {
  const [step, setStep] = useState<Deletion['step']>('shown')
  const confirm = async (): Promise<void> => {
    setStep('busy')
    onFault(null)
    try {
      await remove()
    } catch (fault) {
      onFault(faultWords(fault))
      setStep('shown')
    }
  }
  return { step, ask: () => setStep('asked'), keep: () => setStep('shown'), confirm: () => void confirm() }
}

/** Whether a deletion is meant. @param label of the button that deletes, which may have an icon before it. */
export function DeletionQuestion({ deletion, label, icon }: QuestionProps) {
  const busy = deletion.step === 'busy'
  return (
    <>
      <button type="button" disabled={busy} onClick={deletion.confirm} className={dangerButton}>
        {icon}
        {busy ? 'Deleting…' : label}
      </button>
      {/* biome-ignore lint/a11y/noAutofocus: the button that had the focus is gone */}
      <button type="button" autoFocus disabled={busy} onClick={deletion.keep} className={plainButton}>
        Keep
      </button>
    </>
  )
}
