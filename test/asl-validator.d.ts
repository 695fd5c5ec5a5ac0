/** The part of asl-validator that the tests use; the package brings no types of its own. */
declare module 'asl-validator' {
  export default function validate(definition: object): { isValid: boolean; errors: object[] };
}
