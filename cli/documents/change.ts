import { printing } from '../calling.ts';
import { type Body, readText, textOption } from '../command.ts';
import { documentName, formatOf } from '../document.ts';

interface Changed {
  DocumentDescription: { Name?: string; DocumentVersion?: string };
}

/** What a file says, and the name of its document. */
function fileOf(file: string, name: string | undefined) {
  const Content = readText(file);
  return { Name: name ?? documentName(file), Content, DocumentFormat: formatOf(Content) };
}

/** quaymaster documents create: a document of a file. */
export const createDocument: Body = (given) => {
  const document = fileOf(given.positionals[0] ?? '', textOption(given, 'name'));
  const DocumentType = textOption(given, 'type') ?? 'Automation';
  return printing(given, async ({ call }) => {
    await call<Changed>('AmazonSSM.CreateDocument', { ...document, DocumentType });
    return [`created ${document.Name}; to start it: quaymaster executions start ${document.Name}`];
  });
};

/** quaymaster documents update: a new version, which becomes the default one where that is wished. */
export const updateDocument: Body = (given) => {
  const document = fileOf(given.positionals[0] ?? '', textOption(given, 'name'));
  return printing(given, async ({ call }) => {
    const updated = await call<Changed>('AmazonSSM.UpdateDocument', { ...document, DocumentVersion: '$LATEST' });
    const { DocumentVersion = '' } = updated.DocumentDescription;
    if (!given.values.default) return [`${document.Name} has version ${DocumentVersion}; the default one stays`];
    await call('AmazonSSM.UpdateDocumentDefaultVersion', { Name: document.Name, DocumentVersion });
    return [`${document.Name} has version ${DocumentVersion}, the default one`];
  });
};

/** quaymaster documents delete: all versions, or one. */
export const deleteDocument: Body = (given) =>
  printing(given, async ({ call }) => {
    const [Name = ''] = given.positionals;
    const DocumentVersion = textOption(given, 'document-version');
    await call('AmazonSSM.DeleteDocument', { Name, ...(DocumentVersion && { DocumentVersion }) });
    return [DocumentVersion ? `deleted version ${DocumentVersion} of ${Name}` : `deleted ${Name}`];
  });
