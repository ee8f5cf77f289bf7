use burn::module::Module; use burn::tensor::Device;
fn main(){ let a:Vec<String>=std::env::args().collect();
 let p=speclens_training::preset::Preset::load(&a[1]).unwrap();
 let n=p.network_config().init(&Device::flex()).unwrap();
 let r=burn::store::ModuleRecord::load(&a[2]).unwrap().allow_partial(true).allow_unused(true);
 let n=n.try_load_record(r).unwrap(); n.save_file(&a[3]).unwrap(); }
