/** What was typed about the photo that comes with a proposal, by the names of the controls. */
export interface PhotoTyped {
  photoDescription: string;
  photoCredit: string;
  photoLicence: string;
}

export const noPhoto: PhotoTyped = { photoDescription: '', photoCredit: '', photoLicence: '' };

export function readPhotoTyped(form: FormData): PhotoTyped {
  const typed = (name: string) => String(form.get(name) ?? '');
  return {
    photoDescription: typed('photoDescription'),
    photoCredit: typed('photoCredit'),
    photoLicence: typed('photoLicence'),
  };
}
