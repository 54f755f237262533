/**
 * Every tag that exiftool may find in a cleaned film or sound, and what may stand in it. Whatever is not in this list is a leak.
 * Numbers are what a player needs: sizes, lengths, places in the file itself. Words are the same for everybody.
 */
const number = /^-?\d+(\.\d+)?$/;
const length = /^\d+(\.\d+)? s( \(approx\))?$/;
const bytes = /^\(Binary data \d+ bytes, use -b option to extract\)$/;
const rate = /^\d+(\.\d+)? kbps$/;
const numbers = /^-?[\d.]+( -?[\d.]+)*$/;
const never = /^0000:00:00 00:00:00$/;

const from = (group: string, tags: Record<string, RegExp>) => Object.entries(tags).map(([name, what]): [string, RegExp] => [`${group}:${name}`, what]);

export const tagsLeft: ReadonlyMap<string, RegExp> = new Map([
	...from('Composite', {
		AudioBitrate: rate,
		AvgBitrate: rate,
		Duration: length,
		ImageSize: /^\d+x\d+$/,
		Megapixels: number,
		Rotation: /^(0|90|180|270)$/
	}),
	...from('FLAC', {
		BitsPerSample: number,
		BlockSizeMax: number,
		BlockSizeMin: number,
		Channels: number,
		FrameSizeMax: number,
		FrameSizeMin: number,
		MD5Signature: /^0{32}$/,
		SampleRate: number,
		TotalSamples: number
	}),
	...from('MPEG', {
		AudioBitrate: rate,
		AudioLayer: number,
		ChannelMode: /^(Stereo|Joint Stereo|Dual Channel|Single Channel)$/,
		CopyrightFlag: /^(true|false)$/,
		Emphasis: /^None$/,
		IntensityStereo: /^(On|Off)$/,
		MPEGAudioVersion: number,
		MSStereo: /^(On|Off)$/,
		OriginalMedia: /^(true|false)$/,
		SampleRate: number,
		VBRBytes: number,
		VBRFrames: number
	}),
	...from('Matroska', {
		CueClusterPosition: number,
		CueTime: length,
		CueTrack: number,
		DocType: /^(webm|matroska)$/,
		DocTypeReadVersion: number,
		DocTypeVersion: number,
		Duration: length,
		EBMLMaxIDLength: number,
		EBMLMaxSizeLength: number,
		EBMLReadVersion: number,
		EBMLVersion: number,
		MuxingApp: /^Mediabunny v[\d.]+$/,
		SeekID: bytes,
		SeekPosition: number,
		TimeCode: length,
		TimecodeScale: /^1 ms$/,
		WritingApp: /^Mediabunny v[\d.]+$/
	}),
	...from('Opus', { AudioChannels: number, OpusVersion: number, OutputGain: number, SampleRate: number }),
	...from('QuickTime', {
		CompatibleBrands: /^[a-z0-9,]+$/,
		CreateDate: never,
		CurrentTime: /^0 s$/,
		Duration: length,
		MajorBrand: /^MP4 Base Media v1 \[IS0 14496-12:2003\]$/,
		MatrixStructure: numbers,
		MediaData: bytes,
		MediaDataOffset: number,
		MediaDataSize: number,
		MinorVersion: /^0\.2\.0$/,
		ModifyDate: never,
		MovieHeaderVersion: number,
		NextTrackID: number,
		PosterTime: /^0 s$/,
		PreferredRate: number,
		PreferredVolume: /^100\.00%$/,
		PreviewDuration: /^0 s$/,
		PreviewTime: /^0 s$/,
		SelectionDuration: /^0 s$/,
		SelectionTime: /^0 s$/,
		TimeScale: number
	}),
	...from('RIFF', {
		AvgBytesPerSec: number,
		BitsPerSample: number,
		Encoding: /^Microsoft PCM$/,
		NumChannels: number,
		SampleRate: number
	}),
	...from('Track', {
		AVCConfiguration: bytes,
		AudioBitsPerSample: number,
		AudioChannels: number,
		AudioCodecID: /^A_(VORBIS|OPUS)$/,
		AudioFormat: /^mp4a$/,
		AudioSampleRate: number,
		AverageBitrate: number,
		Balance: number,
		BitDepth: number,
		BufferSize: number,
		ChunkOffset: bytes,
		CodecPrivate: bytes,
		ColorPrimaries: /^(Unspecified|BT\.709)$/,
		ColorProfiles: /^nclx$/,
		CompositionTimeToSample: bytes,
		CompositionToDecodeTimelineMapping: bytes,
		CompressorID: /^(avc1|hvc1|av01)$/,
		CompressorName: /^Mediabunny v[\d.]+$/,
		GraphicsMode: /^srcCopy$/,
		HandlerClass: /^Media Handler$/,
		HandlerDescription: /^Mediabunny(Video|Sound)Handler$/,
		HandlerType: /^(Video|Audio) Track$/,
		ImageHeight: number,
		ImageWidth: number,
		MatrixCoefficients: /^(Unspecified|BT\.709)$/,
		MatrixStructure: numbers,
		// Colour; the decoder's lead (SeekPreRoll). Bytes, shown as text.
		Matroska_0x15b0: /^.{0,24}$/s,
		Matroska_0x16bb: /^.{0,8}$/s,
		MaxBitrate: number,
		MediaCreateDate: never,
		MediaDuration: length,
		MediaHeaderVersion: number,
		MediaLanguageCode: /^und$/,
		MediaModifyDate: never,
		MediaTimeScale: number,
		OpColor: numbers,
		PixelAspectRatio: /^\d+:\d+$/,
		QuickTime_ColorRep_0x000a: number,
		SampleSizes: bytes,
		SampleToChunk: bytes,
		SourceImageHeight: number,
		SourceImageWidth: number,
		SyncSampleTable: bytes,
		TimeToSampleTable: bytes,
		TrackCreateDate: never,
		TrackDuration: length,
		TrackHeaderVersion: number,
		TrackID: number,
		TrackLacing: /^No$/,
		TrackLanguage: /^und$/,
		TrackLayer: number,
		TrackModifyDate: never,
		TrackNumber: number,
		TrackType: /^(Video|Audio)$/,
		TrackUID: /^0[12]$/,
		TrackVolume: /^(0|100)\.00%$/,
		TransferCharacteristics: /^(Unspecified|BT\.709)$/,
		Unknown_av1C: bytes,
		Unknown_btrt: bytes,
		Unknown_edts: bytes,
		Unknown_esds: bytes,
		Unknown_hvcC: bytes,
		VideoCodecID: /^V_(VP8|VP9|MPEGH\/ISO\/HEVC)$/,
		VideoFrameRate: number,
		XResolution: number,
		YResolution: number
	}),
	...from('Vorbis', {
		AudioChannels: number,
		NominalBitrate: rate,
		SampleRate: number,
		Vendor: /^Mediabunny v[\d.]+$/,
		VorbisVersion: number
	})
]);

/** Groups that tell of the file on this disk and of exiftool, not of what is in it. */
export const notInTheFile = /^(SourceFile$|System:|ExifTool:|File:)/;
