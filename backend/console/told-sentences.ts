/**
 * What engine and backend say of a file is one of a few sentences, in English, as programs get them too. Here they are for people
 * who read Chinese. What is not among them, such as the words of an avatar server, stays as it is.
 */
export const toldInChinese: Readonly<Record<string, string>> = {
  // Why nothing can be made of a video or a photo.
  "The file is too large.": "文件太大。",
  "This is neither a video (MP4, MOV, WebM, MKV) nor a photo (JPEG, PNG, WebP).":
    "这既不是视频（MP4、MOV、WebM、MKV），也不是照片（JPEG、PNG、WebP）。",
  "The file cannot be decoded.": "文件无法解码。",
  "The file must hold exactly one video.": "文件中必须恰好有一段视频。",
  "The short side must have 240 px at least; a video may have 3840 × 2176 at most, a photo 8192 on its long side.":
    "画面短边至少 240 像素；视频最大 3840 × 2176，照片长边最多 8192 像素。",
  "The video must show the face for five seconds at least.": "视频中面部至少要出现五秒。",
  "There is no face to be seen.": "没有看到面部。",
  "There are several faces; exactly one must be in the picture.": "画面中有多张面孔，只能有一张。",
  "The face is too small: come closer to the camera.": "面部太小：请靠近镜头。",
  "The face is turned away: look into the camera.": "面部没有正对镜头：请看着镜头。",
  "The face is too dark: sit where light falls on it.": "面部太暗：请坐在有光照的地方。",
  "Reading the file takes too much memory or time: save it anew with usual settings.":
    "读取这个文件需要太多内存或时间：请用常规设置重新保存。",
  // What could be better.
  "The face leaves the picture now and then.": "面部有时离开画面。",
  "The face looks a little aside.": "面部稍微偏向一侧。",
  "More light on the face would help.": "面部再亮一些会更好。",
  "The mouth hardly opens in the video, so it is opened further than filmed: say something lively.":
    "视频中嘴几乎没有张开，因此张得比拍摄时更大：请说得生动一些。",
  "Nothing is said in the video, so the inside of the mouth is painted.":
    "视频中没有说话，因此口腔内部是画出来的。",
  "The mouth is open in the photo; one with closed lips looks better.":
    "照片中嘴是张开的；双唇闭合的照片效果更好。",
  "The head never comes back to where it was, so the idle loop runs to and fro.":
    "头部没有回到原来的位置，因此静止时的画面来回播放。",
  "There is no blink to be seen in the idle loop, so blinks are made.":
    "静止的画面中没有眨眼，因此眨眼是生成的。",
  // How the work on it went.
  "something went wrong on our side": "我们这边出了问题。",
  "something went wrong on the engine: try again": "引擎出了问题，请重试。",
  "it was deleted while it was made": "它在制作过程中被删除了。",
  "The engine stopped while it was at work. If it does not go on within a few minutes, delete the avatar and send the file again.":
    "引擎在制作过程中停止了。如果几分钟后仍未继续，请删除这个形象并重新上传文件。",
  "the store of faces cannot be reached: try again later": "无法访问形象的存储，请稍后重试。",
  "the face is not there any more": "这个形象已经不存在。",
  "the face's file is damaged: delete the face and make it anew": "形象的文件已损坏：请删除后重新制作。",
  "too many faces are being made: try again later": "正在制作的形象太多，请稍后重试。",
  "there is too little memory for it now: try again later, or with a shorter video":
    "目前内存不足：请稍后重试，或使用较短的视频。",
  "the engine had too little time for it beside the lessons: try again when fewer of them go on":
    "引擎忙于上课，没有足够的时间：请在课程较少时重试。",
  "the engine ended twice while it worked on this file": "引擎在处理这个文件时两次中断。",
  "the engine that worked on it is gone: send the file again": "处理它的引擎已经不在：请重新上传文件。",
  // What is wrong with a form.
  "must say which drawn tutor": "必须说明是哪位绘制的导师",
  "must be left out: a drawn tutor needs none": "必须留空：绘制的导师不需要它",
  "is for drawn tutors only": "只用于绘制的导师",
  "must say who agreed to be shown": "必须说明由谁同意",
  "must not be in the future": "不能是将来的时间",
  "must be there, as the last part": "必须有，并且放在最后",
  "give another avatar first to:": "请先为以下导师更换形象：",
  "the avatar is not ready, or is being started": "这个形象还没有做好，或正在启动",
  "another avatar has this name": "已有形象使用这个名称",
  "the avatar was deleted while its file was uploaded": "文件上传过程中，这个形象被删除了",
  // Why a document cannot be read.
  "the file has no text: a scanned book needs its text recognised (OCR) first":
    "文件中没有文字：扫描的书需要先进行文字识别（OCR）。",
  "the file is damaged: open it in the program that made it and save it again":
    "文件已损坏：请用制作它的程序打开并重新保存。",
  "the file is protected by a password: save it without one": "文件有密码保护：请保存为没有密码的文件。",
  "the file's content is not of the type that it was sent as": "文件内容与其类型不符。",
  "the file has too many pages: divide it into parts": "文件页数太多：请分成几部分。",
  "the file has too much text: divide it into parts": "文件文字太多：请分成几部分。",
  "the file unpacks to more than can be read: save it without pictures, or divide it":
    "文件解压后过大，无法读取：请去掉图片后保存，或分成几部分。",
  "reading the file takes too long: divide it into parts or save it as plain text":
    "读取文件的时间太长：请分成几部分，或保存为纯文本。",
  "reading the file takes too much memory: divide it into parts or save it as plain text":
    "读取文件需要太多内存：请分成几部分，或保存为纯文本。",
};

/** A sentence that ends in names is known by what stands before them. */
export function tellInChinese(sentence: string): string {
  const end = sentence.indexOf(":") + 1;
  const beginning = toldInChinese[sentence.slice(0, end)];
  return toldInChinese[sentence] ?? (beginning === undefined ? sentence : beginning + sentence.slice(end));
}
