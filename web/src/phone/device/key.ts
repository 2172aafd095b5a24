/** Knows the phone's key: made here, never taken out of the browser; what it signs, and the name that it gives. */
import { sha256 } from '@/api/sha256'

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const
const DEVICE_DIGITS = 32
const ATTEMPT_BYTES = 24

export interface PublicKey {
  kty: string
  crv: string
  x: string
  y: string
}

export interface Renewal {
  nonce: string
  counter: number
  attempt: string
  signature: string
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export function newKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(CURVE, false, ['sign', 'verify'])
}

export async function deviceOf(pair: CryptoKeyPair): Promise<string> {
  const der = await crypto.subtle.exportKey('spki', pair.publicKey)
  return (await sha256(der)).slice(0, DEVICE_DIGITS)
}

export async function publicOf(pair: CryptoKeyPair): Promise<PublicKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  return { kty: kty ?? '', crv: crv ?? '', x: x ?? '', y: y ?? '' }
}

export function newAttempt(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(ATTEMPT_BYTES)))
}

/** The bytes that are signed (docs/api.md, "On a phone"). */
export function said(device: string, nonce: string, counter: number, attempt: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`xiaohao.device.v1\n${device}\n${nonce}\n${counter}\n${attempt}`)
}

export async function signed(pair: CryptoKeyPair, device: string, nonce: string, counter: number, attempt: string): Promise<Renewal> {
  const signature = await crypto.subtle.sign(SIGNING, pair.privateKey, said(device, nonce, counter, attempt))
  return { nonce, counter, attempt, signature: base64url(new Uint8Array(signature)) }
}
