import { hexDigest } from "./asset-contents";

/** File names made of names of the program: only letters that every file system has, and no two alike. */
export class FileNames {
  private readonly taken = new Set<string>();

  /** `workflows/stepline-dev-marketing-ingest.asl.json` */
  public take(folder: string, name: string, ending: string): string {
    const plain = name
      .replaceAll(/[^A-Za-z0-9_.-]/g, "_")
      .replace(/^\.+/, "_")
      .slice(0, 150);
    const free = [plain, `${plain}-${hexDigest(name).slice(0, 8)}`].find(
      // File systems that don't tell small letters from capitals hold both, too.
      (candidate) => !this.taken.has(`${folder}/${candidate}${ending}`.toLowerCase()),
    );
    if (free === undefined) {
      throw new Error(`The program has "${name}" twice, for ${folder}/: give one of them another name.`);
    }
    const file = `${folder}/${free}${ending}`;
    this.taken.add(file.toLowerCase());
    return file;
  }
}
