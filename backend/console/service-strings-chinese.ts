import type { serviceEnglish } from "./service-strings-english.ts";

export const serviceChinese: typeof serviceEnglish = {
  healthAbout: "系统各部分此刻的状况。",
  checkAgain: "重新检查",
  checkedAt: (when) => `检查时间：${when}`,
  allWell: "上课所需的一切都已就绪。",
  notAllWell: "上课所需的部分有缺失。",
  parts: {
    database: { name: "数据库", use: "保存导师、学生和对话记录。" },
    engine: { name: "课程引擎", use: "负责上课：语音、形象、画面和声音。" },
    ollama: { name: "Ollama 语言模型服务", use: "运行导师用来回答的语言模型。" },
    mageurite: { name: "Mageurite 形象服务", use: "在有 GPU 的机器上绘制神经网络形象。" },
  },
  advice: {
    database: "在它恢复之前无法读取或修改任何内容。请检查它是否在运行、磁盘是否已满。",
    engine: "无法开始上课。请检查引擎是否在运行，以及本服务能否连接到它。",
    ollama: "导师只能根据笔记回答。请启动 Ollama，或把 OLLAMA_BASE_URL 设为它的地址。",
    mageurite: "学生会看到内置的形象。请检查形象服务器和它的 GPU。",
  },
  states: { ok: "正常", down: "故障", off: "未设置", unknown: "未知" },
  keysAbout: "用来签署入场券和登录令牌的密钥。更换密钥不会中断课程，也不会让任何人退出登录。",
  purposes: {
    ticket: { name: "入场券", use: "学生开始上课的凭证，由引擎检查。" },
    access: { name: "登录", use: "管理员和学生的访问令牌。" },
  },
  activeKey: "正在使用",
  retiredKeys: "已更换，先前签署的内容仍然有效",
  replaceKey: "更换",
  replaceTitle: "更换这个密钥？",
  replaceText: "20 秒后开始由新密钥签署。旧密钥签署过的内容在到期之前仍然有效。",
  replaced: "密钥已更换。",
  beingReplaced: "其他人正在更换这个密钥，请稍后再看。",
  keyCreated: (when) => `自 ${when} 起`,
  keyRetired: (when) => `${when} 更换`,
};
