/** The mark of a category: the icon a person chose for it, in the tint of its colour. */
import {
  Baby,
  Banknote,
  Bike,
  BookOpen,
  Briefcase,
  Bus,
  Cake,
  Camera,
  Car,
  Cat,
  Coffee,
  Coins,
  CreditCard,
  Dog,
  Dumbbell,
  Flower,
  Fuel,
  Gamepad2,
  Gift,
  GraduationCap,
  Hammer,
  HandHeart,
  HeartPulse,
  House,
  Landmark,
  Laptop,
  Leaf,
  type LucideIcon,
  Music,
  Palette,
  PiggyBank,
  Pill,
  Plane,
  Plug,
  Receipt,
  Scissors,
  Shield,
  Shirt,
  ShoppingBag,
  ShoppingBasket,
  Smartphone,
  Sofa,
  Star,
  Stethoscope,
  Tag,
  Ticket,
  TrainFront,
  Tv,
  Utensils,
  Wine,
  Wrench,
} from "lucide-react";
import type { CategoryIconName } from "@/shared/api/types";
import { Mark } from "@/shared/ui/mark";
import { categorySeries } from "@/shared/ui/series";

const ICONS = {
  baby: Baby,
  banknote: Banknote,
  bike: Bike,
  "book-open": BookOpen,
  briefcase: Briefcase,
  bus: Bus,
  cake: Cake,
  camera: Camera,
  car: Car,
  cat: Cat,
  coffee: Coffee,
  coins: Coins,
  "credit-card": CreditCard,
  dog: Dog,
  dumbbell: Dumbbell,
  flower: Flower,
  fuel: Fuel,
  "gamepad-2": Gamepad2,
  gift: Gift,
  "graduation-cap": GraduationCap,
  hammer: Hammer,
  "hand-heart": HandHeart,
  "heart-pulse": HeartPulse,
  house: House,
  landmark: Landmark,
  laptop: Laptop,
  leaf: Leaf,
  music: Music,
  palette: Palette,
  "piggy-bank": PiggyBank,
  pill: Pill,
  plane: Plane,
  plug: Plug,
  receipt: Receipt,
  scissors: Scissors,
  shield: Shield,
  shirt: Shirt,
  "shopping-bag": ShoppingBag,
  "shopping-basket": ShoppingBasket,
  smartphone: Smartphone,
  sofa: Sofa,
  star: Star,
  stethoscope: Stethoscope,
  tag: Tag,
  ticket: Ticket,
  "train-front": TrainFront,
  tv: Tv,
  utensils: Utensils,
  wine: Wine,
  wrench: Wrench,
} satisfies Readonly<Record<CategoryIconName, LucideIcon>>;

const isIconName = (name: string): name is CategoryIconName => name in ICONS;

export const ICON_NAMES: readonly CategoryIconName[] = Object.keys(ICONS).filter(isIconName);

type IconProps = { name: CategoryIconName | null; className?: string };

/** Nothing, where none was chosen. */
export function CategoryIcon({ name, className }: IconProps) {
  if (name === null) return null;
  const Icon = ICONS[name];
  return <Icon aria-hidden className={className} />;
}

type Worn = { primary: string; label: string; color: number | null; icon: CategoryIconName | null };

export function CategoryMark({ category, size = "small" }: { category: Worn; size?: "small" | "medium" }) {
  const { primary, label, color, icon } = category;
  return (
    <Mark
      name={label}
      series={color ?? categorySeries(primary)}
      icon={icon === null ? undefined : <CategoryIcon name={icon} />}
      size={size}
    />
  );
}
